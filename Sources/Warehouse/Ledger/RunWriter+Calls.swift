internal import Storage

extension RunWriter {
  /// Notes what became of an attempt: the call, its texts, its cost, and the budgets it counts
  /// against.
  ///
  /// - Parameter cost: what it cost; of a reply that is lost, what was reserved.
  /// - Returns: the id of the call.
  @discardableResult
  package func record(
    _ call: CallRecord, of attempt: OpenAttempt, cost: CallCost
  ) throws -> Int64 {
    let id = try insert(call, attempt)
    for (choice, text) in call.replies.enumerated() {
      guard let text else { continue }
      try connection.execute(
        "INSERT INTO call_replies (call_id, choice, text_id) VALUES ($1, $2, $3)",
        [.integer(id), .integer(choice), .integer(try textID(text))])
    }
    try insert(cost, of: id)
    if let reserved = attempt.reservedNanoUSD {
      // Where the cost is not known the worst that was reserved counts.
      try Budgets(connection).settle(
        reserved: reserved, spent: cost.nanoUSD ?? reserved,
        in: run.budgetScopes(at: attempt.sentAt))
    }
    return id
  }

  /// Closes the attempts of workers that are gone: what they sent may be billed.
  ///
  /// - Returns: how many there were.
  @discardableResult
  package func closeAttempts(of worker: String) throws -> Int {
    let open = try connection.all(
      """
      SELECT a.id, a.reserved_nano_usd, a.sent_at, w.kind FROM call_attempts a
      LEFT JOIN calls c ON c.attempt_id = a.id LEFT JOIN work_items w ON w.id = a.work_item_id
      WHERE a.run_id = $1 AND a.worker = $2 AND c.id IS NULL ORDER BY a.id
      """, [.integer(run.id), .text(worker)]
    ) { row in
      (
        attempt: OpenAttempt(
          id: try row.integer(0), reservedNanoUSD: row.optionalInteger(1),
          sentAt: try row.integer(2)),
        role: row.optionalText(3).flatMap(CallRecord.Role.init) ?? .judge
      )
    }
    for (attempt, role) in open {
      var call = CallRecord(role, .unknownBilling)
      call.errorClass = "worker_gone"
      try record(call, of: attempt, cost: CallCost(nanoUSD: attempt.reservedNanoUSD, priceIDs: []))
    }
    return open.count
  }

  /// The workers that have attempts without a call.
  package func workersWithOpenAttempts() throws -> [String] {
    try connection.all(
      """
      SELECT DISTINCT a.worker FROM call_attempts a LEFT JOIN calls c ON c.attempt_id = a.id
      WHERE a.run_id = $1 AND c.id IS NULL ORDER BY a.worker
      """, [.integer(run.id)]
    ) { try $0.text(0) }
  }

  // MARK: - Private

  private func insert(_ call: CallRecord, _ attempt: OpenAttempt) throws -> Int64 {
    let chain = CallChain(connection)
    let head = try chain.head(run: run.id, worker: worker)
    let attemptKey = try connection.first(
      "SELECT attempt_key FROM call_attempts WHERE id = $1", [.integer(attempt.id)]
    ) { Key(try $0.bytes(0)) }
    guard let attemptKey, let attemptKey else {
      throw StorageError(.corrupt, "attempt \(attempt.id) is not in the ledger")
    }
    let values = call.columns(recordedAt: now)
    let digest = CallChain.digest(
      run: run.key, worker: worker, sequence: head.count + 1, previous: head.digest,
      attempt: attemptKey, values: values)
    let columns =
      ["attempt_id", "run_id", "worker", "sequence", "previous_digest", "digest"]
      + CallChain.columns
    let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    let id = try connection.first(
      "INSERT INTO calls (\(columns.joined(separator: ", "))) VALUES (\(places)) RETURNING id",
      [
        .integer(attempt.id), .integer(run.id), .text(worker), .integer(head.count + 1),
        head.digest.map { .bytes($0.bytes) } ?? .null, .bytes(digest.bytes),
      ] + values
    ) { try $0.integer(0) }
    guard let id else { throw StorageError(.constraint, "a call was not noted") }
    try chain.setHead(
      run: run.id, worker: worker, CallChain.Head(count: head.count + 1, digest: digest))
    return id
  }

  private func insert(_ cost: CallCost, of call: Int64) throws {
    try connection.execute(
      """
      INSERT INTO call_costs (call_id, revision, nano_usd, recorded_at) VALUES ($1, 1, $2, $3)
      """, [.integer(call), .optional(cost.nanoUSD), .integer(now)])
    for price in cost.priceIDs {
      try connection.execute(
        "INSERT INTO call_cost_prices (call_id, revision, price_id) VALUES ($1, 1, $2)",
        [.integer(call), .integer(price)])
    }
  }
}

extension CallRecord {
  /// The values of `CallChain.columns`.
  fileprivate func columns(recordedAt: Int64) -> [SQLValue] {
    [
      .text(role.rawValue), .text(outcome.rawValue), .optional(errorClass),
      .optional(httpStatus.map(Int64.init)), .optional(requestID), .optional(resolvedModel),
      .optional(systemFingerprint), .optional(finishReason), .optional(tokens?.prompt),
      .optional(tokens?.cached), .optional(tokens?.cacheWrite5m),
      .optional(tokens?.cacheWrite1h), .optional(tokens?.completion),
      .optional(tokens?.reasoning), .optional(usage), .optional(tier),
      .optional(reportedNanoUSD), .optional(firstByteAt), .optional(finishedAt),
      .integer(recordedAt),
    ]
  }
}
