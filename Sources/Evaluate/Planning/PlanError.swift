public import Warehouse

/// Why nothing can be planned.
public enum PlanError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A protocol that the store does not have, and those it has.
  case unknownProtocol(String, JudgingMode, known: [String])
  /// Two texts under one name of a judge prompt.
  case ambiguousTemplate(String)
  /// A protocol has no prompt for what is to be judged.
  case noTemplate(protocol: String, turn: Int, hasReference: Bool)
  /// A benchmark without questions that have texts.
  case noQuestions(String)
  /// No benchmark was named, and there are several or none.
  case chooseBenchmark([String])
  /// Questions whose category is judged by a reference, and have none.
  case noReferences(count: Int, example: String, known: [String])
  /// Several sets of reference answers.
  case chooseReferences([String])
  /// No model was named to be judged.
  case chooseModels([String])
  /// Models that have no answers.
  case noAnswers([String], known: [String])
  /// A baseline that no model is compared with, or two models that are needed.
  case noPairs
  /// A budget that cannot be kept.
  case unpricedBudget(model: String)
  /// A budget that holds no call any more.
  case budgetUsedUp(BudgetForecast)
  /// A run that does not exist, or cannot be gone on with.
  case unknownRun(String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .unknownProtocol(let name, let mode, let known):
      "no judge prompts for \(mode.rawValue) belong to the protocol \"\(name)\"; the store has "
        + "\(Self.list(known)), and \(HouseProtocol.single) and \(HouseProtocol.pairwise) come with "
        + "the program; `scorehouse import` brings others"
    case .ambiguousTemplate(let name):
      "two texts are called \(name), so nobody can say which is meant; `scorehouse show template "
        + "\(name)` shows them, `scorehouse exclude record DIGEST` takes one away"
    case .noTemplate(let name, let turn, let hasReference):
      "the protocol \(name) has no prompt for turn \(turn) \(hasReference ? "with" : "without") a "
        + "reference answer"
        + (hasReference ? "; --references none judges without references" : "")
    case .noQuestions(let benchmark):
      "\(benchmark): the store has no questions with texts; import question.jsonl, or "
        + "`scorehouse init --with mt_bench`"
    case .chooseBenchmark(let known):
      known.isEmpty
        ? "the store has no questions; import question.jsonl, or `scorehouse init --with mt_bench`"
        : "several benchmarks have questions; add --benchmark \(known.joined(separator: " or --benchmark "))"
    case .noReferences(let count, let example, let known):
      "\(count) questions, \(example) first, are judged by a reference answer and have none; "
        + "--references names a set (\(Self.list(known))), --references none judges without"
    case .chooseReferences(let known):
      "several sets of reference answers are there; add --references "
        + known.joined(separator: " or --references ")
    case .chooseModels(let known):
      "say which models are to be judged: --model NAME, once or more, or --model all; answers are "
        + "there of \(Self.list(known))"
    case .noAnswers(let models, let known):
      "no answers are there of \(models.joined(separator: ", ")); the store has answers of "
        + "\(Self.list(known))"
    case .noPairs:
      "there is no pair to judge: name a model beside the baseline, or two models"
    case .unpricedBudget(let model):
      "a budget needs the price of \(model): `scorehouse prices set \(model) --input USD --output "
        + "USD --valid-from DATE`"
    case .budgetUsedUp(let budget):
      "the budget \(budget.scope) of \(USDText.of(budget.capNanoUSD)) is used up; "
        + (budget.scope == "run"
          ? "--budget raises it" : "`scorehouse budget set \(budget.scope) USD` raises it")
    case .unknownRun("last"):
      "no run is left unfinished; `scorehouse list runs` shows what there is"
    case .unknownRun(let name):
      "no run \"\(name)\" can be gone on with; `scorehouse list runs` shows what there is"
    }
  }

  private static func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "none" }
    let more = names.count > 8 ? " and \(names.count - 8) more" : ""
    return names.prefix(8).joined(separator: ", ") + more
  }
}
