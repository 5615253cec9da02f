internal import Storage
internal import Warehouse

/// The texts behind the slots of a model on a board: what was asked, what was answered, what the
/// judge said; each as far as the judgment that stands knows it.
struct VerdictTexts {
  /// One game, or the verdict on one answer.
  struct Verdict {
    let questionID: Int64
    let turn: Int?
    /// nil: of a single answer.
    let opponentID: Int64?
    /// The id of the question's text; nil where the prompt is not known by its parts.
    let questionTextID: Int64?
    /// The id of the text that was judged; nil where the prompt is not known by its parts.
    let answerTextID: Int64?
    /// The id of what the judge said; nil where the source does not give it.
    let judgmentTextID: Int64?
  }

  private let connection: Connection
  private let facts: FactFilter
  private let computation: BoardComputation

  init(_ reader: StandingReader) throws {
    connection = reader.connection
    facts = reader.facts
    computation = try BoardComputation(connection, facts)
  }

  /// The verdicts of a model that stand on a board, from the model's side: of a pair the game in
  /// which its answer came first.
  func verdicts(_ board: Board, _ model: ModelSlots) throws -> [Verdict] {
    let found = try computation.model(
      benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: model.modelID,
      set: model.set, mode: board.mode)
    return try (found?.records ?? []).sorted().flatMap { try games($0, modelID: model.modelID) }
  }

  /// A stored text; nil for no text.
  func text(_ id: Int64?) throws -> String? {
    guard let id else { return nil }
    return try connection.first("SELECT content FROM texts WHERE id = $1", [.integer(id)]) {
      try $0.text(0)
    }
  }

  /// The text of a question's turn where all versions of the question agree on it; nil else.
  func questionText(_ questionID: Int64, turn: Int?) throws -> Int64? {
    var ids: Set<Int64> = []
    try connection.forEach(
      """
      SELECT t.text_id, t.record_id, r.recorded_at FROM question_turns t
      JOIN records r ON r.id = t.record_id WHERE t.question_id = $1 AND t.turn = $2
      """, [.integer(questionID), .integer(turn ?? 1)]
    ) { row in
      guard facts.counts(record: try row.integer(1), recordedAt: try row.integer(2)) else { return }
      ids.insert(try row.integer(0))
    }
    return ids.count == 1 ? ids.first : nil
  }

  // MARK: - Private

  private func games(_ recordID: Int64, modelID: Int64) throws -> [Verdict] {
    let games = try connection.all(
      """
      SELECT j.question_id, j.turn, j.model_id, j.opponent_id, j.text_id, j.game,
        p.question_1_text_id, p.question_2_text_id, p.answer_a_1_text_id, p.answer_a_2_text_id,
        p.answer_b_1_text_id, p.answer_b_2_text_id
      FROM judgments j LEFT JOIN prompts p ON p.id = j.prompt_id AND p.resolved_at <= $2
      WHERE j.record_id = $1 ORDER BY j.game
      """, [.integer(recordID), .integer(facts.asOf ?? .max)]
    ) { row in try verdict(row, modelID: modelID) }
    // A pair that was asked only once has one game for both.
    return (games.first { $0.isFirst } ?? games.first).map { [$0.verdict] } ?? []
  }

  /// A verdict, and whether the model's answer came first in its prompt.
  private func verdict(
    _ row: borrowing Row, modelID: Int64
  ) throws -> (verdict: Verdict, isFirst: Bool) {
    let firstID = facts.effects.models.root(of: try row.integer(2))
    let opponentID = row.optionalInteger(3).map(facts.effects.models.root)
    let isModel = firstID == modelID
    // The second game shows the answers in the other order.
    let isSwapped = try row.int(5) == 2
    let isFirst = opponentID == nil || isModel != isSwapped
    let answers =
      isFirst
      ? (row.optionalInteger(8), row.optionalInteger(9))
      : (row.optionalInteger(10), row.optionalInteger(11))
    let turn = row.optionalInteger(1).map { Int($0) }
    return (
      Verdict(
        questionID: try row.integer(0), turn: turn,
        opponentID: opponentID.map { isModel ? $0 : firstID },
        questionTextID: row.optionalInteger(7) ?? row.optionalInteger(6),
        answerTextID: answers.1 ?? answers.0, judgmentTextID: row.optionalInteger(4)),
      isFirst
    )
  }
}
