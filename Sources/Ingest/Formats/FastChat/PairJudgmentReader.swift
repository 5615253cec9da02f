internal import Warehouse

/// The records of `model_judgment/JUDGE_pair.jsonl`.
///
/// `question_id`, `model_1`, `model_2`, `g1_winner`,
/// `g2_winner`, `judge`, `g1_user_prompt`, `g1_judgment`, `g2_user_prompt`, `g2_judgment`,
/// `turn`?, `tstamp`. Older rows have one `winner` instead of two games.
struct PairJudgmentReader: RecordReader {
  let benchmark: String
  let statedJudge: StatedJudge

  func content(_ fields: inout RecordFields) throws -> SourceRecord.Content {
    let id = try fields.identifier("question_id")
    let first = try fields.requiredText("model_1")
    let second = try fields.requiredText("model_2")
    guard first != second else { throw RecordProblem("compares \"\(first)\" with itself") }
    let judge = try JudgeField(&fields)
    let games = [
      try game(1, winner: "g1_winner", prompt: "g1_user_prompt", text: "g1_judgment", &fields),
      try game(2, winner: "g2_winner", prompt: "g2_user_prompt", text: "g2_judgment", &fields),
    ]
    .compactMap { $0 }
    guard games.count != 1 else { throw RecordProblem("has the winner of one game only") }
    return .judgment(
      JudgmentRecord(
        question: QuestionName(benchmark: benchmark, externalID: id),
        judge: statedJudge.complete(judge.identity(.pairwise)), promptName: judge.promptName,
        model: first, opponent: second, turn: try fields.turn(),
        judgedAt: try fields.time("tstamp"),
        games: games.isEmpty ? [try onlyGame(&fields)] : games))
  }

  // MARK: - Private

  private func game(
    _ number: Int, winner: StaticString, prompt: StaticString, text: StaticString,
    _ fields: inout RecordFields
  ) throws -> JudgmentRecord.Game? {
    guard let stated = try fields.text(winner) else { return nil }
    let text = try fields.storedText(text)
    let result = try Self.winner(stated, winner)
    return JudgmentRecord.Game(
      number: number, outcome: result == nil ? FailedVerdict.outcome(text) : .scored, score: nil,
      winner: result, prompt: try fields.storedText(prompt), text: text)
  }

  private func onlyGame(_ fields: inout RecordFields) throws -> JudgmentRecord.Game {
    guard let stated = try fields.text("winner") else {
      throw RecordProblem("has neither \"g1_winner\" nor \"winner\"")
    }
    let result = try Self.winner(stated, "winner")
    return JudgmentRecord.Game(
      number: 1, outcome: result == nil ? .parseError : .scored, score: nil, winner: result,
      prompt: try fields.storedText("user_prompt"), text: try fields.storedText("judgment"))
  }

  private static func winner(_ stated: String, _ field: StaticString) throws -> Winner? {
    switch stated {
    case "model_1": .model
    case "model_2": .opponent
    case "tie": .tie
    case "error": nil
    default:
      throw RecordProblem(
        "field \"\(field)\" is \"\(stated)\", not model_1, model_2, tie or error")
    }
  }
}
