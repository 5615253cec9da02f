internal import Storage

extension RunWriter {
  /// The model versions that have answered this run so far, by what was asked for.
  package func resolvedModels(_ role: CallRecord.Role) throws -> [String: AnsweredVersions] {
    var models: [String: AnsweredVersions] = [:]
    try connection.forEach(
      """
      SELECT a.requested_model, c.resolved_model FROM calls c
      JOIN call_attempts a ON a.id = c.attempt_id
      WHERE c.run_id = $1 AND c.role = $2 AND c.resolved_model IS NOT NULL ORDER BY c.id
      """, [.integer(run.id), .text(role.rawValue)]
    ) { row in
      let version = try row.text(1)
      models[try row.text(0), default: AnsweredVersions(version)].last = version
    }
    return models
  }

  /// The versions of a judge that are known by now.
  ///
  /// - Parameters:
  ///   - judge: what is asked; its resolved model does not matter.
  ///   - benchmark: whose verdicts stand on one board with those of the run.
  /// - Complexity: O(verdicts of the judge).
  package func versions(of judge: JudgeIdentity, benchmark: String) throws -> JudgeVersions {
    let facts = try FactFilter(connection)
    let values = [judge.configurationKey.sqlValue, .optional(judge.parser)]
    let from = """
      FROM configurations c JOIN judges j ON j.configuration_id = c.id
      """
    let isAsked = """
      c.configuration_key = $1 AND j.parser = $2 AND j.resolved_model IS NOT NULL
      """
    var versions = JudgeVersions()
    try connection.forEach(
      "SELECT j.id, j.resolved_model \(from) WHERE \(isAsked) ORDER BY j.id", values
    ) { row in
      versions.roots[try row.text(1)] = facts.effects.judges.root(of: try row.integer(0))
    }
    var newest: (judgedAt: Int64, record: Int64) = (.min, 0)
    try connection.forEach(
      """
      SELECT v.record_id, r.recorded_at, v.judged_at, j.resolved_model \(from)
      JOIN judgments v ON v.judge_id = j.id JOIN records r ON r.id = v.record_id
      JOIN questions q ON q.id = v.question_id JOIN benchmarks b ON b.id = q.benchmark_id
      LEFT JOIN calls k ON k.id = v.call_id
      WHERE \(isAsked) AND b.name = $3 AND (k.run_id IS NULL OR k.run_id <> $4)
      """, values + [.text(benchmark), .integer(run.id)]
    ) { row in
      let record = try row.integer(0)
      let candidate = (judgedAt: row.optionalInteger(2) ?? .min, record: record)
      guard candidate > newest, facts.counts(record: record, recordedAt: try row.integer(1))
      else { return }
      newest = candidate
      versions.newest = try row.text(3)
    }
    return versions
  }
}
