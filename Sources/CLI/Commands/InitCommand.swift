internal import ArgumentParser
internal import Ingest
internal import Query
internal import Warehouse

/// `init`.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a store, empty or with the questions of a benchmark.",
    discussion: """
      --with mt_bench brings MT-Bench's questions, reference answers and judge prompts: from a \
      FastChat checkout, or, without --from, downloaded with curl at a fixed commit and compared \
      with their known digests. A store that is there is kept, and gets what it lacks.

      EXAMPLES
        scorehouse init
        scorehouse init --with mt_bench --from ~/src/FastChat
        scorehouse --store team.db init --with mt_bench
      """)

  /// Benchmarks whose files are known.
  enum Benchmark: String, ExpressibleByArgument, CaseIterable {
    case mtBench = "mt_bench"
  }

  @Option(help: "The benchmark whose questions, references and prompts to bring.")
  var with: Benchmark?

  @Option(
    help: ArgumentHelp(
      "A FastChat checkout, or a folder of it down to data/mt_bench.", valueName: "dir"))
  var from: String?

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if from != nil, with == nil { throw ValidationError("--from needs --with mt_bench") }
    if from?.isEmpty == true { throw ValidationError("--from is empty") }
  }

  func run() async throws {
    guard with != nil else { return try await makeStore() }
    // What cannot be had must not leave an empty store behind.
    let files = try benchmarkFiles()
    var options = Importer.Options(person: Person.current)
    options.benchmark = MTBench.name
    options.downloadedFrom = files.url
    let plan = try Importer.plan(files.paths, options)
    let isNew = try !global.isStoreThere()
    let store = try await global.openStore(.create)
    let summary = try await Importer(store).run(plan, options)
    let report = ImportReport(
      summary, name: "init", title: Self.title(store, isNew: isNew), hidden: files.downloadFolder)
    try output.print(report.report)
    try ImportProblems.tell(summary, strict: false)
  }

  // MARK: - Private

  private func makeStore() async throws {
    let isNew = try !global.isStoreThere()
    let store = try await global.openStore(.create)
    try output.print(
      ImportReport(name: "init", note: Self.title(store, isNew: isNew) + ".").report)
  }

  private static func title(_ store: Store, isNew: Bool) -> String {
    store.location + (isNew ? " was made" : " is there already")
  }

  private func benchmarkFiles() throws -> MTBench {
    if let from { return try MTBench(in: from) }
    let isTold = !global.quiet && Terminal.standardError.isTerminal
    return try MTBench(downloadingFrom: Environment["SCOREHOUSE_MT_BENCH_URL"]) { url in
      if isTold { Terminal.standardError.write("downloading \(VisibleText.of(url))\n") }
    }
  }
}
