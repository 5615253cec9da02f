internal import Storage
internal import Warehouse

/// A question as a person names it, `ID` or `ID.TURN`.
struct QuestionSlot {
  let questionID: Int64
  let benchmark: String
  let externalID: String
  /// nil: all turns.
  let turn: Int?

  /// Finds it; an id that has a dot itself is tried whole first.
  ///
  /// - Parameter benchmark: nil: the store has only one with such a question.
  /// - Throws: `NameError`.
  static func find(
    _ text: String, benchmark: String?, _ connection: Connection
  ) throws -> QuestionSlot {
    if let slot = try find(text, turn: nil, benchmark, connection) { return slot }
    if let dot = text.lastIndex(of: "."), let turn = Int(text[text.index(after: dot)...]),
      let slot = try find(String(text[..<dot]), turn: turn, benchmark, connection)
    {
      return slot
    }
    let known = try connection.all(
      """
      SELECT q.external_id FROM questions q JOIN benchmarks b ON b.id = q.benchmark_id
      WHERE b.name = coalesce($1, b.name)
      """, [.optional(benchmark)]
    ) { try $0.text(0) }
    throw NameError.unknown(
      kind: "question", name: text, nearest: NameError.nearest(to: text, among: known))
  }

  private static func find(
    _ externalID: String, turn: Int?, _ benchmark: String?, _ connection: Connection
  ) throws -> QuestionSlot? {
    let all = try connection.all(
      """
      SELECT q.id, b.name FROM questions q JOIN benchmarks b ON b.id = q.benchmark_id
      WHERE q.external_id = $1 ORDER BY b.name
      """, [.text(externalID)]
    ) { row in
      QuestionSlot(
        questionID: try row.integer(0), benchmark: try row.text(1), externalID: externalID,
        turn: turn)
    }
    let found = all.filter { benchmark == nil || $0.benchmark == benchmark }
    guard found.count <= 1 else {
      throw NameError.ambiguous(
        kind: "question", name: externalID,
        candidates: found.map { "\($0.benchmark):\(externalID)" })
    }
    return found.first
  }
}
