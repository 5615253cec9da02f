internal import Storage

extension RunWriter {
  /// The model versions that have answered this run so far, by what was asked for.
  package func resolvedModels(_ role: CallRecord.Role) throws -> [String: String] {
    var models: [String: String] = [:]
    try connection.forEach(
      """
      SELECT a.requested_model, c.resolved_model FROM calls c
      JOIN call_attempts a ON a.id = c.attempt_id
      WHERE c.run_id = $1 AND c.role = $2 AND c.resolved_model IS NOT NULL ORDER BY c.id DESC
      """, [.integer(run.id), .text(role.rawValue)]
    ) { row in models[try row.text(0)] = try row.text(1) }
    return models
  }

  /// The versions of a judge that answered before this run: the one of the newest verdict, and those
  /// that people say are one with it.
  ///
  /// - Parameter judge: what is asked; its resolved model does not matter.
  /// - Complexity: O(verdicts of the judge).
  package func standingVersions(of judge: JudgeIdentity) throws -> [String] {
    let facts = try FactFilter(connection)
    var versions: [Int64: String] = [:]
    var newest: (record: Int64, judge: Int64)?
    try connection.forEach(
      """
      SELECT v.record_id, r.recorded_at, j.id, j.resolved_model
      FROM configurations c JOIN judges j ON j.configuration_id = c.id
      JOIN judgments v ON v.judge_id = j.id JOIN records r ON r.id = v.record_id
      LEFT JOIN calls k ON k.id = v.call_id
      WHERE c.configuration_key = $1 AND j.resolved_model IS NOT NULL
        AND (k.run_id IS NULL OR k.run_id <> $2)
      """, [judge.configurationKey.sqlValue, .integer(run.id)]
    ) { row in
      let (record, judge) = (try row.integer(0), try row.integer(2))
      guard record > newest?.record ?? 0,
        facts.counts(record: record, recordedAt: try row.integer(1))
      else { return }
      newest = (record, judge)
      versions[judge] = try row.text(3)
    }
    guard let newest, let version = versions[newest.judge] else { return [] }
    let judges = facts.effects.judges
    let same = judges.members(of: judges.root(of: newest.judge)).filter { $0 != newest.judge }
    let others = try same.compactMap { id in
      try connection.first("SELECT resolved_model FROM judges WHERE id = $1", [.integer(id)]) {
        $0.optionalText(0)
      } ?? nil
    }
    return [version] + others.sorted()
  }
}
