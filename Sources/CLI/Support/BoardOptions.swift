internal import ArgumentParser
internal import Query

/// Which boards a report is about.
struct BoardOptions: ParsableArguments {
  @OptionGroup var choice: BoardChoiceOptions

  @Option(
    name: .long, parsing: .upToNextOption,
    help: "Only these models, one or several; NAME@1 is an answer set.")
  var model: [String] = []

  @Option(help: "With pairwise-baseline: the model the others are compared with.")
  var baseline: String?

  @Option(help: "Only questions of this category.")
  var category: String?

  @Option(help: "Only this turn, from 1 on.")
  var turn: Int?

  @Flag(help: "Rank rows that lack expected scores too.")
  var partial = false

  @Flag(help: "Count only what every model of a board has.")
  var common = false

  @Option(
    help:
      "Read as another program does: fastchat or alpaca_eval; every scored row counts, repeats too."
  )
  var compat: Compatibility?

  /// Programs whose figures can be reproduced.
  enum Compatibility: String, ExpressibleByArgument, CaseIterable {
    case fastchat
    case alpacaEval = "alpaca_eval"
  }

  func validate() throws {
    if let turn, turn < 1 { throw ValidationError("--turn counts from 1") }
    if baseline != nil, let mode = choice.mode, mode == .single || mode == .pairwiseAll {
      throw ValidationError("--baseline needs --mode pairwise-baseline")
    }
    if common, compat != nil { throw ValidationError("--common and --compat exclude each other") }
  }

  var query: BoardQuery {
    var query = choice.query
    query.models = model
    query.baseline = baseline
    // Who names a baseline means the pairs with it.
    if baseline != nil, query.mode == nil || query.mode == .pairwise {
      query.mode = .pairwiseBaseline
    }
    query.category = category
    query.turn = turn
    query.ranksPartial = partial
    query.common = common
    query.reading = compat == .fastchat ? .fastchat : .canonical
    return query
  }
}
