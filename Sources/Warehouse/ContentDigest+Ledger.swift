extension ContentDigest {
  /// What was paid, and by which prices.
  ///
  /// Where a price was found does not count: two stores may know it from different tables.
  static let ledger = [
    LogicalTable(
      name: "prices",
      sql: "SELECT price_key, nano_usd_per_million FROM prices ORDER BY price_key"),
    LogicalTable(
      name: "server_prices",
      sql: "SELECT price_key, nano_usd_per_hour FROM server_prices ORDER BY price_key"),
    LogicalTable(
      name: "call_attempts",
      sql: """
        SELECT u.run_key, \(ChainedAttempt.columns) FROM call_attempts a
        JOIN runs u ON u.id = a.run_id \(ChainedAttempt.joins) ORDER BY a.attempt_key
        """),
    LogicalTable(
      name: "calls",
      sql: """
        SELECT a.attempt_key, u.run_key, c.worker, c.sequence, c.previous_digest, c.digest,
          c.chain_rule, \(CallChain.columns.map { "c.\($0)" }.joined(separator: ", "))
        FROM calls c JOIN call_attempts a ON a.id = c.attempt_id JOIN runs u ON u.id = c.run_id
        ORDER BY a.attempt_key
        """),
    LogicalTable(
      name: "call_costs",
      sql: """
        SELECT a.attempt_key, k.revision, k.nano_usd, k.recorded_at, k.sequence,
          k.previous_digest, k.digest, t.price_key
        FROM call_costs k JOIN calls c ON c.id = k.call_id
        JOIN call_attempts a ON a.id = c.attempt_id
        LEFT JOIN call_cost_prices p ON p.call_id = k.call_id AND p.revision = k.revision
        LEFT JOIN prices t ON t.id = p.price_id
        ORDER BY a.attempt_key, k.revision, t.price_key
        """),
    LogicalTable(
      name: "call_replies",
      sql: """
        SELECT a.attempt_key, r.choice, t.text_key FROM call_replies r
        JOIN calls c ON c.id = r.call_id JOIN call_attempts a ON a.id = c.attempt_id
        JOIN texts t ON t.id = r.text_id ORDER BY a.attempt_key, r.choice
        """),
    LogicalTable(
      name: "ledger_heads",
      sql: """
        SELECT u.run_key, h.worker, h.call_count, h.digest FROM ledger_heads h
        JOIN runs u ON u.id = h.run_id ORDER BY u.run_key, h.worker
        """),
    LogicalTable(
      name: "cost_heads",
      sql: """
        SELECT u.run_key, h.revision_count, h.digest FROM cost_heads h
        JOIN runs u ON u.id = h.run_id ORDER BY u.run_key
        """),
    LogicalTable(
      name: "reused_work",
      sql: """
        SELECT u.run_key, r.kind, m.model_key, b.name, r.requested_model, r.reused, r.unpriced,
          r.saved_nano_usd
        FROM reused_work r JOIN runs u ON u.id = r.run_id JOIN models m ON m.id = r.model_id
        JOIN benchmarks b ON b.id = r.benchmark_id
        ORDER BY u.run_key, r.kind, m.model_key, b.name
        """),
  ]
}
