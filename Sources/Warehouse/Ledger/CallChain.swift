internal import Storage

/// Calls chained by digest, per run and worker: a row that is edited, removed or moved breaks the
/// chain, and a row cut off its end is missed by the head.
///
/// The digest of a call is that of the canonical form `call`: the run's key, the worker, the
/// sequence number, the digest before, the attempt's key, then the columns of `calls` from `role`
/// to `recorded_at` in the order of `CallChain.columns`.
package struct CallChain {
  /// The columns that a digest covers.
  static let columns = [
    "role", "outcome", "error_class", "http_status", "request_id", "resolved_model",
    "system_fingerprint", "finish_reason", "prompt_tokens", "cached_tokens",
    "cache_write_5m_tokens", "cache_write_1h_tokens", "completion_tokens", "reasoning_tokens",
    "usage", "tier", "reported_nano_usd", "first_byte_at", "finished_at", "recorded_at",
  ]

  /// The last call of a chain.
  struct Head {
    let count: Int64
    /// nil: the chain has no call yet.
    let digest: Key?
  }

  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  func head(run: Int64, worker: String) throws -> Head {
    try connection.first(
      "SELECT call_count, digest FROM ledger_heads WHERE run_id = $1 AND worker = $2",
      [.integer(run), .text(worker)]
    ) { row in Head(count: try row.integer(0), digest: Key(try row.bytes(1))) }
      ?? Head(count: 0, digest: nil)
  }

  func setHead(run: Int64, worker: String, _ head: Head) throws {
    try connection.execute(
      """
      INSERT INTO ledger_heads (run_id, worker, call_count, digest) VALUES ($1, $2, $3, $4)
      ON CONFLICT (run_id, worker) DO UPDATE
      SET call_count = excluded.call_count, digest = excluded.digest
      """,
      [
        .integer(run), .text(worker), .integer(head.count),
        .bytes(head.digest?.bytes ?? []),
      ])
  }

  /// The digest of a call, of what stands in its row.
  static func digest(
    run: Key, worker: String, sequence: Int64, previous: Key?, attempt: Key, values: [SQLValue]
  ) -> Key {
    var form = CanonicalForm("call")
    form.add(run)
    form.add(worker)
    form.add(sequence)
    form.add(previous)
    form.add(attempt)
    for value in values { form.add(value) }
    return form.key()
  }
}
