public import ArgumentParser
internal import Query
internal import Statistics
internal import Warehouse

/// `compare`.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare a model with others, overall and by category.",
    discussion: """
      Counts the questions and turns that both models have a score for, on every board where both \
      stand. A difference is the first model's mean less the other's. Of pairs, the games against \
      each other count or, where the two never met, those against the same opponents. Errors, \
      intervals of 95 % and tests are of the differences question by question; p_adjusted counts \
      how many were looked at, mdd is the difference that so many questions find four times in \
      five. Models that share no board are refused with what sets them apart (status 2).

      EXAMPLES
        scorehouse compare vicuna-7b-v1.3 llama-13b
        scorehouse compare tuned@2 tuned@1 --judge gpt-4 --category math
        scorehouse compare tuned base other --questions --order delta --csv
        scorehouse compare --by judge --benchmark mt_bench
      """)

  @Argument(
    help: ArgumentHelp(
      "The model, and one or more to compare it with; NAME@1 is an answer set.",
      valueName: "model"))
  var models: [String] = []

  @Flag(help: "A row for each question too.")
  var questions = false

  @Option(help: "How tests are corrected for their number.")
  var adjust = Adjustment.holm

  @Option(
    help: "Compare verdicts on the same answers across judges, their endpoints or temperatures.")
  var by: JudgeComparison.Axis?

  @Flag(help: "Compare models that share no board all the same, and say what differs.")
  var allowMixed = false

  @Option(help: "With --mode pairwise-baseline: the model the others are compared with.")
  var baseline: String?

  @OptionGroup var boards: ComparisonOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if by != nil, questions || allowMixed || baseline != nil {
      throw ValidationError("--by excludes --questions, --allow-mixed and --baseline")
    }
    guard models.count > 1 || by != nil else {
      throw ValidationError("name two models or more, or give --by")
    }
    try ComparisonOptions.checkDifferent(models)
    if baseline != nil, boards.choice.mode != .pairwiseBaseline {
      throw ValidationError("--baseline needs --mode pairwise-baseline")
    }
  }

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    var query = boards.query(models)
    if let by {
      return try output.print(await JudgeComparison(query, by: by, adjust).run(on: store))
    }
    query.baseline = baseline
    var options = CompareReport.Options()
    options.questions = questions
    options.adjustment = adjust
    options.allowsMixed = allowMixed
    try output.print(await CompareReport(query, options).run(on: store))
  }
}

extension JudgeComparison.Axis: ExpressibleByArgument {}
