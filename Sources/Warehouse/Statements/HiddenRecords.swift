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
      case .run: sources.formUnion(try self.sources(ofRun: id))
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
    var records: Set<Int64> = []
    let others = try connection.prepare(
      """
      SELECT x.source_id FROM record_sources x JOIN sources s ON s.id = x.source_id
      WHERE x.record_id = $1 AND s.recorded_at <= $2
      """)
    for source in sources.sorted() {
      let stated = try integers(
        "SELECT DISTINCT record_id FROM record_sources WHERE source_id = $1", [.integer(source)])
      for record in stated {
        var isElsewhere = false
        try others.forEach([.integer(record), .integer(asOf)]) { row in
          if !sources.contains(try row.integer(0)) { isElsewhere = true }
        }
        if !isElsewhere { records.insert(record) }
      }
    }
    return records
  }

  private func integers(_ sql: String, _ values: [SQLValue]) throws -> [Int64] {
    try connection.all(sql, values) { try $0.integer(0) }
  }
}
