internal import ArgumentParser
internal import Query

/// Where two models or more are compared.
struct ComparisonOptions: ParsableArguments {
  @Option(help: "Only this benchmark.")
  var benchmark: String?

  @Option(help: "Only this judge: NAME or NAME@DIGEST.")
  var judge: String?

  @Option(help: "How verdicts were given.")
  var mode: BoardQuery.Mode?

  @Option(help: "Only questions of this category.")
  var category: String?

  @Option(help: "Only this turn, from 1 on.")
  var turn: Int?

  @Option(help: ArgumentHelp("Only what runs of this experiment brought.", valueName: "name"))
  var experiment: String?

  @OptionGroup var times: TimeOptions

  func validate() throws {
    if let turn, turn < 1 { throw ValidationError("--turn counts from 1") }
  }

  /// The question about some models.
  func query(_ models: [String]) -> BoardQuery {
    var query = BoardQuery()
    query.benchmark = benchmark
    query.judge = judge
    query.models = models
    query.mode = mode
    query.category = category
    query.turn = turn
    query.experiment = experiment
    times.apply(to: &query)
    return query
  }

  /// Refuses a model that is given twice.
  static func checkDifferent(_ models: [String]) throws {
    var seen: Set<String> = []
    for model in models where !seen.insert(model).inserted {
      throw ValidationError("\(model) is given twice; a model is compared with others")
    }
  }
}
