internal import ArgumentParser
internal import Evaluate
internal import Warehouse

/// `judge`.
struct JudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Have answers judged, straight into the store.",
    discussion: """
      Asks only for verdicts that the store does not have: of the same judge, about the same answer, \
      with the same prompt. Questions of math, reasoning and coding are judged by a reference \
      answer. --limit and --sample choose questions, --choices answers to a question, --repeat \
      verdicts on an answer. Without --protocol the prompts of the program are used. A judge whose \
      replies name another version than before stops the run.

      EXAMPLES
        scorehouse judge --judge gpt-4o-2024-08-06 --model lava-r8 --dry-run
        scorehouse judge --judge gpt-4-0613 --protocol single-v1 --model all --budget 20 --yes
        scorehouse judge --judge gpt-4o-2024-08-06 --mode pairwise-baseline --baseline vicuna-7b --model lava-r8
      """)

  @OptionGroup(title: "Judging") var judging: JudgingOptions

  @Option(help: "The model whose answers are judged; repeatable; all: every one.")
  var model: [String] = []

  @OptionGroup(title: "Call") var call: CallOptions
  @OptionGroup(title: "Run") var run: RunOptions
  @OptionGroup(title: "Output") var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if judging.judge.isEmpty { throw ValidationError("say who judges: --judge NAME") }
  }

  func run() async throws {
    let store = try await global.openStoreToAdd()
    let benchmarks = Benchmarks(store)
    let benchmark = try await benchmarks.chosen(run.benchmark)
    let models = try await benchmarks.models(model, of: benchmark)
    var settings = run.settings
    settings.allowsDrift = judging.allowDrift
    settings.judgings = judging.settings(
      benchmark: benchmark, models: models, call.settings, run)
    let spending = try await SpendingRun(settings, on: store, output, isQuiet: global.quiet)
    guard let summary = try await spending.run(dryRun: run.dryRun, yes: run.yes) else { return }
    try spending.finish(summary)
  }
}
