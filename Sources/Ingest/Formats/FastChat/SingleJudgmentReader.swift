internal import Warehouse

/// `model_judgment/JUDGE_single.jsonl`: `question_id`, `model`, `judge`, `user_prompt`,
/// `judgment`, `score`, `turn`, `tstamp`.
struct SingleJudgmentReader: RecordReader {
  let benchmark: String
  let statedJudge: StatedJudge

  func content(_ fields: inout RecordFields) throws -> SourceRecord.Content {
    let id = try fields.identifier("question_id")
    let model = try fields.requiredText("model")
    let judge = try JudgeField(&fields)
    let turn = try fields.turn()
    let text = try fields.storedText("judgment")
    let score = try score(&fields)
    return .judgment(
      JudgmentRecord(
        question: QuestionName(benchmark: benchmark, externalID: id),
        judge: statedJudge.complete(judge.identity(.single)), promptName: judge.promptName,
        model: model, opponent: nil, turn: turn, judgedAt: try fields.time("tstamp"),
        games: [
          JudgmentRecord.Game(
            number: 0, outcome: score == nil ? FailedVerdict.outcome(text) : .scored, score: score,
            winner: nil, prompt: try fields.storedText("user_prompt"), text: text)
        ]))
  }

  /// FastChat writes -1 where it found no rating, or the call failed: that is no score.
  private func score(_ fields: inout RecordFields) throws -> Double? {
    guard fields.has("score") else { throw fields.missing("score") }
    guard let value = fields.value("score") else { return nil }
    guard let score = value.double else {
      throw fields.wrongType("score", value, "a number in range")
    }
    if value.rawJSON != FieldSpelling.number(score) { fields.keep("score", value.rawJSON) }
    return score == FailedVerdict.score ? nil : score
  }
}

/// How FastChat writes a verdict that did not come about.
enum FailedVerdict {
  /// In place of a rating.
  static let score = -1.0
  /// In place of the judge's text, where the call failed for good.
  static let text = "$ERROR$"

  /// What a verdict without a result was.
  static func outcome(_ text: StoredText?) -> JudgmentOutcome {
    text.map { $0.utf8.elementsEqual(Self.text.utf8) } == true ? .apiError : .parseError
  }
}

extension RecordFields {
  /// A turn that counts from 1; nil: not stated.
  mutating func turn() throws -> Int? {
    guard let turn = try integer("turn") else { return nil }
    guard (1...1_000_000).contains(turn) else {
      throw RecordProblem("field \"turn\" is \(turn), not a number from 1 on")
    }
    return Int(turn)
  }
}
