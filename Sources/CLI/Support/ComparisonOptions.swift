internal import ArgumentParser
internal import Query

/// Where two models or more are compared.
struct ComparisonOptions: ParsableArguments {
  @OptionGroup var choice: BoardChoiceOptions

  @Option(help: "Only questions of this category.")
  var category: String?

  @Option(help: "Only this turn, from 1 on.")
  var turn: Int?

  func validate() throws {
    if let turn, turn < 1 { throw ValidationError("--turn counts from 1") }
  }

  /// The question about some models.
  func query(_ models: [String]) -> BoardQuery {
    var query = choice.query
    query.models = models
    query.category = category
    query.turn = turn
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
