internal import ArgumentParser
internal import Ingest
internal import Query
internal import Warehouse

/// `import`.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Bring results into the store: files, folders, or many at once.",
    discussion: """
      Reads FastChat's questions, judge prompts, reference and model answers, single and pairwise \
      judgments and human votes, and files of scores (CSV or JSONL with model, judge, question_id, \
      turn, score). Importing again changes nothing; the order of files does not matter. Each file \
      comes in whole or not at all; a record that cannot be read is kept aside with its reason.

      EXAMPLES
        scorehouse import data/mt_bench
        scorehouse import gpt-4_single.jsonl --benchmark mt_bench
        scorehouse import results/ --experiment lora-sweep --strict
      """)

  @Argument(help: ArgumentHelp("Files and folders.", valueName: "path"))
  var paths: [String]

  @Option(help: "Read only files of this format: fastchat or scores.")
  var inputFormat: String?

  @Option(help: "The benchmark; without it the folder or the rows name it.")
  var benchmark: String?

  @Option(help: "The named group that this import belongs to.")
  var experiment: String?

  @Option(help: ArgumentHelp("The host the judge was called at.", valueName: "host"))
  var judgeEndpoint: String?

  @Option(help: ArgumentHelp("The model version that judged.", valueName: "version"))
  var judgeResolved: String?

  @Option(help: ArgumentHelp("The temperature of the judge.", valueName: "t"))
  var judgeTemperature: Double?

  @Flag(help: "Exit with status 2 when a record was rejected.")
  var strict = false

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    for (name, value) in [
      ("--benchmark", benchmark), ("--experiment", experiment), ("--judge-endpoint", judgeEndpoint),
      ("--judge-resolved", judgeResolved),
    ] where value?.isEmpty == true {
      throw ValidationError("\(name) is empty")
    }
    if let judgeTemperature, !judgeTemperature.isFinite || judgeTemperature < 0 {
      throw ValidationError("--judge-temperature is no temperature")
    }
  }

  func run() async throws {
    var options = Importer.Options(person: Person.current)
    options.benchmark = benchmark
    options.format = inputFormat
    options.experiment = experiment
    options.statedJudge.host = judgeEndpoint
    options.statedJudge.resolvedModel = judgeResolved
    options.statedJudge.temperature = judgeTemperature
    try output.shape.check(ImportReport.columns)
    // A mistake in the paths must not leave an empty store behind.
    let plan = try Importer.plan(paths, options)
    let store = try await global.openStore(.create)
    let progress = ProgressBar(label: "importing", isWanted: !global.quiet)
    let summary = try await Importer(store).run(plan, options) { done, total in
      progress.show(done: done, total: total)
    }
    progress.finish()
    try output.print(ImportReport(summary).report)
    try tellProblems(summary)
  }

  private func tellProblems(_ summary: ImportSummary) throws {
    for file in summary.files {
      for reject in file.firstRejects {
        Self.tell("\(file.path):\(reject.line): \(reject.reason)")
      }
      let more = file.rejected - file.firstRejects.count
      if more > 0, !file.firstRejects.isEmpty {
        Self.tell("\(file.path): and \(more) more; `scorehouse list rejects`")
      }
    }
    for problem in summary.problems { CommandLineRun.tell(problem) }
    if summary.files.isEmpty { throw ExitStatus.failed }
    if !summary.problems.isEmpty || (strict && summary.totals.rejected > 0) {
      throw ExitStatus.finding
    }
  }

  private static func tell(_ line: String) {
    Terminal.standardError.write(VisibleText.of(line) + "\n")
  }
}
