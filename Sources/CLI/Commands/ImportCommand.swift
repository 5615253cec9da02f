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
      judgments and human votes, what its show_result prints, and files of scores (CSV or JSONL \
      with model, judge, question_id, turn, score), AlpacaEval's outputs, annotations and \
      leaderboards, each also as .gz. Importing again changes nothing; the order of files does not matter. Each file \
      comes in whole or not at all; a record that cannot be read is kept aside with its reason.

      EXAMPLES
        scorehouse import data/mt_bench
        scorehouse import gpt-4_single.jsonl --benchmark mt_bench
        scorehouse import results/ --experiment lora-sweep --strict
        scorehouse import results/ --exclude '*-old*' --dry-run
        zcat p.gz | scorehouse import - --stdin-name mt_bench/model_answer/phi-3.jsonl
      """)

  @Argument(help: ArgumentHelp("Files and folders; - is standard input.", valueName: "path"))
  var paths: [String]

  @Option(
    help:
      "Read only files of this format: fastchat, arena_hard, scores, show_result, alpaca_eval or helm."
  )
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

  @Option(
    help: ArgumentHelp(
      "Leave out what fits, by name or by path below the given one; repeatable.",
      valueName: "glob"))
  var exclude: [String] = []

  @Option(
    help: ArgumentHelp(
      "Read standard input as this file would be: its folder, name and ending count.",
      valueName: "name"))
  var stdinName: String?

  @Flag(help: "Say what would come in and how each file was told apart; write nothing.")
  var dryRun = false

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
    options.exclude = exclude
    options.standardInputName = stdinName
    options.statedJudge.host = judgeEndpoint
    options.statedJudge.resolvedModel = judgeResolved
    options.statedJudge.temperature = judgeTemperature
    try output.shape.check(ImportReport.columns)
    // A mistake in the paths must not leave an empty store behind.
    let plan = try Importer.plan(paths, options)
    if dryRun { return try await runDry(plan, options) }
    if plan.isEmpty { return try ImportProblems.tell(ImportSummary(plan), strict: strict) }
    let store = try await global.openStore(.create)
    let known = try await FindingsReport().findings(in: store)
    let progress = ProgressBar(label: "importing", isWanted: !global.quiet)
    let summary = try await Importer(store).run(plan, options) { done, total in
      progress.show(done: done, total: total)
    }
    progress.finish()
    let findings = try await FindingsReport().findings(in: store)
    try output.print(
      ImportReport(summary, findings: findings, known: known).report)
    try ImportProblems.tell(summary, strict: strict)
  }

  private func runDry(_ plan: ImportPlan, _ options: Importer.Options) async throws {
    let store = try await global.openStoreIfThere()
    let progress = ProgressBar(label: "looking", isWanted: !global.quiet)
    let summary = try await Importer.dryRun(plan, options, into: store) { done, total in
      progress.show(done: done, total: total)
    }
    progress.finish()
    try output.print(ImportReport(dryRun: summary).report)
    try ImportProblems.tell(summary, strict: strict)
  }
}
