package import Storage

/// The sums of calls by everything that costs are told by, run by run.
///
/// They are computed anew from the calls, never added to. How many calls they cover stands beside
/// them, so that a reader knows at once where they are behind the ledger and sums those calls itself.
package struct CallSums {
  private let connection: Connection

  package init(_ connection: Connection) {
    self.connection = connection
  }

  /// What the calls of a row have in common, as columns of `call_sums`.
  package static let labels = [
    "run_id", "endpoint_id", "role", "requested_model", "credential_label", "model_id",
    "benchmark_id", "day",
  ]

  /// What is counted and summed, as columns of `call_sums`.
  package static let sums = [
    "calls", "failed_calls", "prompt_tokens", "cached_tokens", "completion_tokens",
    "reasoning_tokens", "results", "nano_usd", "reported_nano_usd", "lost_nano_usd",
    "failed_nano_usd", "superseded_nano_usd", "unpriced_calls", "lost_calls",
  ]

  /// Computes the sums of a run.
  ///
  /// The row of `run_costs` is written first: two who compute the same run wait for each other there.
  package func recompute(run: Int64) throws {
    let id: [SQLValue] = [.integer(run)]
    try connection.execute(
      """
      INSERT INTO run_costs (run_id, call_count) VALUES ($1, 0)
      ON CONFLICT (run_id) DO UPDATE SET call_count = 0
      """, id)
    try connection.execute("DELETE FROM call_sums WHERE run_id = $1", id)
    try connection.execute(
      """
      INSERT INTO call_sums (\((Self.labels + Self.sums).joined(separator: ", ")))
      \(Self.facts("c.run_id = $1"))
      """, id)
    try connection.execute(
      """
      UPDATE run_costs SET call_count =
        (SELECT CAST(coalesce(sum(calls), 0) AS BIGINT) FROM call_sums WHERE run_id = $1)
      WHERE run_id = $1
      """, id)
  }

  /// Computes the sums of every run whose sums are behind.
  package func recomputeStale() throws {
    for run in try staleRuns() { try recompute(run: run) }
  }

  /// The runs whose sums do not cover every call of theirs.
  package func staleRuns() throws -> [Int64] {
    try connection.all(
      """
      SELECT h.run_id FROM (
        SELECT run_id, sum(call_count) AS call_count FROM ledger_heads GROUP BY run_id) h
      LEFT JOIN run_costs r ON r.run_id = h.run_id
      WHERE r.call_count IS NULL OR r.call_count <> h.call_count ORDER BY h.run_id
      """
    ) { try $0.integer(0) }
  }

  /// Rows of sums that are not what the calls give, of the runs that claim to be covered.
  func wrongRowCount() throws -> Int {
    let columns = (Self.labels + Self.sums).joined(separator: ", ")
    let covered = """
      (SELECT r.run_id FROM run_costs r WHERE r.call_count = (
        SELECT sum(h.call_count) FROM ledger_heads h WHERE h.run_id = r.run_id))
      """
    let stored = "SELECT \(columns) FROM call_sums WHERE run_id IN \(covered)"
    let computed = Self.facts("c.run_id IN \(covered)")
    return try connection.first(
      """
      SELECT (SELECT count(*) FROM (\(stored) EXCEPT \(computed)) AS extra)
        + (SELECT count(*) FROM (\(computed) EXCEPT \(stored)) AS lacking)
      """
    ) { try $0.int(0) } ?? 0
  }

  /// A query that sums calls; its columns are `labels` and `sums`.
  ///
  /// - Parameter condition: about the calls `c` and their attempts `a`.
  package static func facts(_ condition: String) -> String {
    let places = labels.indices.map { "\($0 + 1)" }.joined(separator: ", ")
    let totals = [
      "count(*)", "sum(CASE WHEN fate IN ('lost', 'failed') THEN 1 ELSE 0 END)",
      "sum(prompt_tokens)", "sum(cached_tokens)", "sum(completion_tokens)",
      "sum(reasoning_tokens)", "sum(CASE WHEN fate = 'result' THEN 1 ELSE 0 END)",
      "sum(nano_usd)", "sum(reported_nano_usd)", "sum(CASE WHEN fate = 'lost' THEN nano_usd END)",
      "sum(CASE WHEN fate = 'failed' THEN nano_usd END)",
      "sum(CASE WHEN fate = 'superseded' THEN nano_usd END)",
      "sum(CASE WHEN nano_usd IS NULL THEN 1 ELSE 0 END)",
      "sum(CASE WHEN fate = 'lost' AND nano_usd > 0 THEN 1 ELSE 0 END)",
    ]
    let named = zip(totals, sums).map { "CAST(coalesce(\($0), 0) AS BIGINT) AS \($1)" }
    return """
      SELECT \((labels + named).joined(separator: ", ")) FROM (
        SELECT c.run_id, a.endpoint_id, c.role, a.requested_model, a.credential_label, w.model_id,
          q.benchmark_id, a.sent_at / 86400000000000 AS day, c.prompt_tokens, c.cached_tokens,
          c.completion_tokens, c.reasoning_tokens, k.nano_usd, c.reported_nano_usd, \(fate) AS fate
        FROM calls c JOIN call_attempts a ON a.id = c.attempt_id
        LEFT JOIN work_items w ON w.id = a.work_item_id LEFT JOIN questions q ON q.id = w.question_id
        LEFT JOIN call_costs k ON k.call_id = c.id AND k.revision = (
          SELECT max(revision) FROM call_costs WHERE call_id = c.id)
        WHERE \(condition)) f
      GROUP BY \(places)
      """
  }

  /// What became of the money: a result, a reply that a later one for the same item replaced, a
  /// reply that was lost, or none.
  ///
  /// Calls of one item are ordered by when they were sent, so that copies of a store agree.
  private static let fate = """
    CASE WHEN c.outcome IN (\(replies)) THEN
      CASE WHEN w.attempts > 1 AND EXISTS (
        SELECT 1 FROM call_attempts la JOIN calls lc ON lc.attempt_id = la.id
        WHERE la.work_item_id = a.work_item_id AND lc.outcome IN (\(replies))
          AND (la.sent_at, la.attempt_key) > (a.sent_at, a.attempt_key))
      THEN 'superseded' ELSE 'result' END
    WHEN c.outcome = 'unknown_billing' THEN 'lost' ELSE 'failed' END
    """

  private static let replies = CallRecord.Outcome.allCases.filter(\.hasReply)
    .map { "'\($0.rawValue)'" }.joined(separator: ", ")
}

extension Store {
  /// Computes the sums of calls that are behind, as after the program was updated or a run was
  /// killed.
  public func refreshCostSums() async throws {
    let stale = try await database.read { try CallSums($0).staleRuns() }
    guard !stale.isEmpty else { return }
    try await database.write { try CallSums($0).recomputeStale() }
  }
}
