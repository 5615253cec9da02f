internal import ArgumentParser
internal import Query
internal import Warehouse

/// `compare`.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare a model with others, overall and by category.",
    discussion: """
      Counts the questions and turns that both models have a score for, on every board where both \
      stand. A difference is the first model's mean less the other's. Of pairs, the games against \
      each other count or, where the two never met, those against the same opponents. Models that \
      share no board are refused with what sets them apart (status 2).

      EXAMPLES
        scorehouse compare vicuna-7b-v1.3 llama-13b
        scorehouse compare tuned@2 tuned@1 --judge gpt-4 --category math
        scorehouse compare tuned base other --questions --order delta --csv
      """)

  @Argument(
    help: ArgumentHelp(
      "The model, and one or more to compare it with; NAME@1 is an answer set.",
      valueName: "model"))
  var models: [String]

  @Flag(help: "A row for each question too.")
  var questions = false

  @Option(help: "With --mode pairwise-baseline: the model the others are compared with.")
  var baseline: String?

  @OptionGroup var boards: ComparisonOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard models.count > 1 else { throw ValidationError("name two models or more") }
    try ComparisonOptions.checkDifferent(models)
    if baseline != nil, boards.choice.mode != .pairwiseBaseline {
      throw ValidationError("--baseline needs --mode pairwise-baseline")
    }
  }

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    var query = boards.query(models)
    query.baseline = baseline
    let report = try await CompareReport(query, withQuestions: questions).run(on: store)
    try output.print(report)
  }
}
