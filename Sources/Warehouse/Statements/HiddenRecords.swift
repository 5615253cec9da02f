internal import Storage

/// Finds the records that statements take away.
struct HiddenRecords {
  private let connection: Connection
  private let asOf: Int64

  /// - Parameter asOf: what the store knew then; nil: now.
  init(_ connection: Connection, asOf: Int64?) {
    self.connection = connection
    self.asOf = asOf ?? .max
  }

  /// Every record that some statements take away.
  func records(of entries: [StatementEntry], _ ids: TargetIDs) throws -> Set<Int64> {
    var records: Set<Int64> = []
    var sources: Set<Int64> = []
    for entry in entries where [.exclude, .retract].contains(entry.draft.action) {
      let draft = entry.draft
      guard let id = try ids.id(of: draft.target, draft.targetKind) else { continue }
      switch draft.targetKind {
      case .record: records.insert(id)
      case .source: sources.insert(id)
      case .run:
        sources.formUnion(try self.sources(ofRun: id))
        records.formUnion(try self.records(ofRun: id))
      case .model: records.formUnion(try judgments(ofModel: id))
      case .judge: records.formUnion(try judgments(ofJudge: id))
      }
    }
    return records.union(try self.records(onlyIn: sources))
  }

  // MARK: - Private

  private func sources(ofRun runID: Int64) throws -> [Int64] {
    try integers("SELECT id FROM sources WHERE run_id = $1", [.integer(runID)])
  }

  /// What the calls of a run brought.
  private func records(ofRun runID: Int64) throws -> [Int64] {
    try integers(
      """
      SELECT j.record_id FROM calls c JOIN judgments j ON j.call_id = c.id WHERE c.run_id = $1
      UNION
      SELECT a.record_id FROM calls c JOIN answers a ON a.call_id = c.id WHERE c.run_id = $1
      """, [.integer(runID)])
  }

  private func judgments(ofModel modelID: Int64) throws -> [Int64] {
    try integers(
      "SELECT record_id FROM judgments WHERE model_id = $1 OR opponent_id = $1",
      [.integer(modelID)])
  }

  private func judgments(ofJudge judgeID: Int64) throws -> [Int64] {
    try integers("SELECT record_id FROM judgments WHERE judge_id = $1", [.integer(judgeID)])
  }

  /// What no other source says.
  private func records(onlyIn sources: Set<Int64>) throws -> Set<Int64> {
    let sources = sources.sorted()
    // $1 is the source, $2 the instant, the others follow.
    let places = sources.indices.map { "$\($0 + 3)" }.joined(separator: ", ")
    let others = sources.map { SQLValue.integer($0) }
    return try Set(
      sources.flatMap { source in
        try integers(
          """
          SELECT DISTINCT x.record_id FROM record_sources x
          WHERE x.source_id = $1 AND NOT EXISTS (
            SELECT 1 FROM record_sources y JOIN sources s ON s.id = y.source_id
            WHERE y.record_id = x.record_id AND s.recorded_at <= $2
              AND y.source_id NOT IN (\(places)))
          """, [.integer(source), .integer(asOf)] + others)
      })
  }

  private func integers(_ sql: String, _ values: [SQLValue]) throws -> [Int64] {
    try connection.all(sql, values) { try $0.integer(0) }
  }
}
