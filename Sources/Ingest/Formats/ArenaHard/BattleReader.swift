internal import Warehouse

/// A table of battles: `question_id`, `model_a`, `model_b`, `winner` (model_a, model_b or tie).
///
/// Who judged is not said. Rows are repeated on purpose where a win counts three times: the equal
/// rows of a file are repeats of one verdict, and each counts.
struct BattleReader: RecordReader {
  let benchmark: String
  let statedJudge: StatedJudge
  /// How many equal rows stand before this one.
  let repetition: Int

  /// What the judge is called of whom nothing is said.
  static let unnamedJudge = "unnamed"

  func content(_ fields: inout RecordFields) throws -> SourceRecord.Content {
    let id = try fields.identifier("question_id")
    let first = try fields.requiredText("model_a")
    let second = try fields.requiredText("model_b")
    guard first != second else { throw RecordProblem("compares \"\(first)\" with itself") }
    let identity = JudgeIdentity(
      kind: .model, mode: .pairwise, requestedModel: Self.unnamedJudge,
      protocolName: ArenaHardJudgmentReader.protocolName)
    let winner = try VoteReader.winner(try fields.requiredText("winner"))
    return .judgment(
      JudgmentRecord(
        question: QuestionName(benchmark: benchmark, externalID: id),
        judge: statedJudge.complete(identity), promptName: nil, model: first, opponent: second,
        turn: nil, repeatNumber: repeatNumber(first, second, winner),
        judgedAt: try fields.time("tstamp"),
        games: [
          JudgmentRecord.Game(
            number: 1, outcome: .scored, score: nil,
            winner: winner, prompt: nil, text: nil)
        ]))
  }

  /// A number that no other row about the pair has, and that only the row itself and how often it
  /// stood before tell.
  private func repeatNumber(_ first: String, _ second: String, _ winner: Winner) -> Int {
    let results = 2 * Winner.allCases.count
    let result = Winner.allCases.firstIndex(of: winner) ?? 0
    return results * repetition + 2 * result + (first < second ? 0 : 1)
  }
}
