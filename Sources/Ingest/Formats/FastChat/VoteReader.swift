internal import Warehouse

/// Human votes: `question_id`, `model_a`, `model_b`, `winner`, `judge`, `turn`, conversations.
///
/// A judge given as `[model, prompt name]` is a model, any other a person.
struct VoteReader: RecordReader {
  let benchmark: String

  func content(_ fields: inout RecordFields) throws -> SourceRecord.Content {
    let id = try fields.identifier("question_id")
    let first = try fields.requiredText("model_a")
    let second = try fields.requiredText("model_b")
    guard first != second else { throw RecordProblem("compares \"\(first)\" with itself") }
    let judge = try JudgeField(&fields)
    let stated = try fields.requiredText("winner")
    let winner = try Self.winner(stated)
    if stated != winner.fieldValue { fields.keep("winner", JSONText.quoted(stated)) }
    return .judgment(
      JudgmentRecord(
        question: QuestionName(benchmark: benchmark, externalID: id),
        judge: judge.identity(.pairwise, kind: judge.promptName == nil ? .person : .model),
        promptName: judge.promptName, model: first, opponent: second, turn: try fields.turn(),
        judgedAt: try fields.time("tstamp"),
        games: [
          JudgmentRecord.Game(
            number: 1, outcome: .scored, score: nil, winner: winner, prompt: nil, text: nil)
        ]))
  }

  /// Who won, as a field says it.
  static func winner(_ stated: String) throws -> Winner {
    switch stated {
    case "model_a": return .model
    case "model_b": return .opponent
    // Such as "tie", "tie (inconsistent)" and "tie (bothbad)".
    case let text where text.hasPrefix("tie"): return .tie
    default:
      throw RecordProblem("field \"winner\" is \"\(stated)\", not model_a, model_b or tie")
    }
  }
}

extension Winner {
  /// As a file of votes spells it.
  var fieldValue: String {
    switch self {
    case .model: "model_a"
    case .opponent: "model_b"
    case .tie: "tie"
    }
  }
}
