internal import Storage
internal import Warehouse

/// Imports and statements by the instant at which the store learnt them.
struct LogEvents {
  struct Event {
    let at: Int64
    /// `import`, or what a statement says; `undo` where it takes one back.
    let cause: String
    /// The path of the file; nil for statements.
    let source: String?
    let author: String?
    let reason: String?
  }

  private let connection: Connection
  private let asOf: Int64
  private let statements: [Int64: StatementEntry]

  /// - Parameter asOf: the last instant; nil: now.
  init(_ connection: Connection, asOf: Int64?) throws {
    self.connection = connection
    self.asOf = asOf ?? .max
    statements = Dictionary(
      try StatementEntry.all(connection, asOf: asOf).map { ($0.recordedAt, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Every instant at which what some judges said of some models may have read otherwise, in order.
  func instants(judgeIDs: [Int64], modelIDs: [Int64]) throws -> [Int64] {
    var instants = Set(statements.keys)
    let judgments = try connection.prepare(
      """
      SELECT s.recorded_at FROM judgments j
      JOIN record_sources x ON x.record_id = j.record_id JOIN sources s ON s.id = x.source_id
      WHERE j.judge_id = $1 AND (j.model_id = $2 OR j.opponent_id = $2)
      UNION
      SELECT p.resolved_at FROM judgments j JOIN prompts p ON p.id = j.prompt_id
      WHERE j.judge_id = $1 AND (j.model_id = $2 OR j.opponent_id = $2)
        AND p.resolved_at IS NOT NULL
      """)
    for judgeID in judgeIDs {
      for modelID in modelIDs {
        try judgments.forEach([.integer(judgeID), .integer(modelID)]) { row in
          instants.insert(try row.integer(0))
        }
      }
    }
    return instants.filter { $0 <= asOf }.sorted()
  }

  /// What happened at an instant; nil where nobody wants to know.
  func event(at instant: Int64, _ isWanted: Bool) throws -> Event? {
    guard isWanted else { return nil }
    if let statement = statements[instant] {
      let action = statement.draft.action.rawValue.replacing("_", with: " ")
      return Event(
        at: instant, cause: statement.reverses == nil ? action : "undo \(action)", source: nil,
        author: statement.author, reason: statement.reason)
    }
    return try connection.first(
      """
      SELECT min(p.path), u.person FROM sources s JOIN source_paths p ON p.source_id = s.id
      JOIN runs u ON u.id = s.run_id WHERE s.recorded_at = $1 GROUP BY s.id, u.person ORDER BY s.id
      """, [.integer(instant)]
    ) { row in
      Event(
        at: instant, cause: "import", source: row.optionalText(0), author: row.optionalText(1),
        reason: nil)
    }
  }
}
