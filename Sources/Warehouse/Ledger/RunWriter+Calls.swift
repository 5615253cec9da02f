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
    let id = try insert(call, attempt, cost)
    for (choice, text) in call.replies.enumerated() {
      guard let text else { continue }
      try insert(into: "call_replies", ["call_id", "choice", "text_id"]).run(
        [.integer(id), .integer(choice), .integer(try textID(text))])
    }
    try insert(cost, of: id)
    if let reserved = attempt.reservedNanoUSD, let budgets = try budgets() {
      // Where the cost is not known the worst that was reserved counts.
      try budgets.settle(
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

  /// Computes the sums of the run's calls anew, for reports that tell them in no time.
  package func sumCalls() throws {
    try CallSums(connection).recompute(run: run.id)
  }

  // MARK: - Private

  private func insert(
    _ call: CallRecord, _ attempt: OpenAttempt, _ cost: CallCost
  ) throws -> Int64 {
    let head = try chainHead ?? CallChain(connection).head(run: run.id, worker: worker)
    let values = call.columns(recordedAt: now)
    var chained = ChainedCall(
      run: run.key, worker: worker, sequence: head.count + 1, previous: head.digest,
      attempt: try sent(attempt), values: values, nanoUSD: cost.nanoUSD)
    chained.prices = try prices(cost.priceIDs)
    for (choice, text) in call.replies.enumerated() {
      guard let text else { continue }
      chained.replies.append(ChainedReply(choice: Int64(choice), text: text.key))
    }
    let id = try connection.insertedID(
      Self.insertCall,
      [
        .integer(attempt.id), .integer(run.id), .text(worker), .integer(chained.sequence),
        head.digest?.sqlValue ?? .null, chained.digest?.sqlValue ?? .bytes([]),
        .integer(chained.rule),
      ] + values)
    chainHead = CallChain.Head(count: chained.sequence, digest: chained.digest)
    return id
  }

  private static let insertCall = {
    let columns =
      [
        "attempt_id", "run_id", "worker", "sequence", "previous_digest", "digest", "chain_rule",
      ] + CallChain.columns
    let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    return "INSERT INTO calls (\(columns.joined(separator: ", "))) VALUES (\(places))"
  }()

  /// What stands in the ledger of an attempt.
  private func sent(_ attempt: OpenAttempt) throws -> ChainedAttempt {
    let sent = try connection.first(
      """
      SELECT \(ChainedAttempt.columns) FROM call_attempts a \(ChainedAttempt.joins)
      WHERE a.id = $1
      """, [.integer(attempt.id)]
    ) { try ChainedAttempt($0) }
    guard let sent else {
      throw StorageError(.corrupt, "attempt \(attempt.id) is not in the ledger")
    }
    return sent
  }

  private func prices(_ ids: [Int64]) throws -> [ChainedPrice] {
    let read = try connection.prepare(
      "SELECT price_key, nano_usd_per_million FROM prices WHERE id = $1")
    return try ids.compactMap { id in
      try read.first([.integer(id)]) { row in
        Key(try row.bytes(0)).map {
          ChainedPrice(id: id, key: $0, nanoUSDPerMillion: row.optionalInteger(1) ?? 0)
        }
      } ?? nil
    }
    .sorted { $0.key < $1.key }
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
