internal import Storage

/// Reads the ledger chain by chain, with all that a digest covers.
struct LedgerReader {
  private let connection: Connection

  /// Calls that are held at once.
  private static let pageCalls: Int64 = 500

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// A chain, and what its head says of it.
  struct Chain {
    let runID: Int64
    let run: Key
    let experiment: String?
    let person: String
    let worker: String
    /// nil: it has no head.
    let head: CallChain.Head?
  }

  /// A call as it stands in its row.
  struct StoredCall {
    let id: Int64
    let call: ChainedCall
    let digest: Key?
    /// Whether its first cost is there.
    let hasCost: Bool
    /// Whether its first cost says that it was noted at another time than the call.
    let isCostOfOtherTime: Bool
    /// At its newest revision.
    let nanoUSD: Int64?
    let revision: Int64
  }

  /// Every chain, in order of the runs' keys and the workers.
  func chains(experiment: String? = nil) throws -> [Chain] {
    let named = experiment == nil ? "" : "WHERE x.name = $1 "
    return try connection.all(
      """
      SELECT u.id, u.run_key, x.name, u.person, k.worker, h.call_count, h.digest
      FROM (SELECT run_id, worker FROM calls UNION SELECT run_id, worker FROM ledger_heads) k
      JOIN runs u ON u.id = k.run_id LEFT JOIN experiments x ON x.id = u.experiment_id
      LEFT JOIN ledger_heads h ON h.run_id = k.run_id AND h.worker = k.worker
      \(named)ORDER BY u.run_key, k.worker
      """, experiment.map { [.text($0)] } ?? []
    ) { row in
      Chain(
        runID: try row.integer(0), run: try Self.key(of: "a run", try row.bytes(1)),
        experiment: row.optionalText(2), person: try row.text(3), worker: try row.text(4),
        head: row.optionalInteger(5).map {
          CallChain.Head(count: $0, digest: row.optionalBytes(6).flatMap { Key($0) })
        })
    }
  }

  /// A chain of later costs, and what its head says of it.
  struct Costs {
    let runID: Int64
    let run: Key
    let experiment: String?
    let person: String
    /// nil: it has no head.
    let head: CallChain.Head?
  }

  /// A later cost as it stands in its row.
  struct StoredCost {
    var cost: ChainedCost
    let call: Int64
    let digest: Key?
  }

  /// Every chain of later costs, in order of the runs' keys.
  func costs(experiment: String? = nil) throws -> [Costs] {
    let named = experiment == nil ? "" : "WHERE x.name = $1 "
    return try connection.all(
      """
      SELECT u.id, u.run_key, x.name, u.person, h.revision_count, h.digest
      FROM (
        SELECT c.run_id FROM call_costs k JOIN calls c ON c.id = k.call_id WHERE k.revision > 1
        UNION SELECT run_id FROM cost_heads) k
      JOIN runs u ON u.id = k.run_id LEFT JOIN experiments x ON x.id = u.experiment_id
      LEFT JOIN cost_heads h ON h.run_id = k.run_id
      \(named)ORDER BY u.run_key
      """, experiment.map { [.text($0)] } ?? []
    ) { row in
      Costs(
        runID: try row.integer(0), run: try Self.key(of: "a run", try row.bytes(1)),
        experiment: row.optionalText(2), person: try row.text(3),
        head: row.optionalInteger(4).map {
          CallChain.Head(count: $0, digest: row.optionalBytes(5).flatMap { Key($0) })
        })
    }
  }

  /// Calls a closure with each later cost of a chain, in order.
  func forEach(_ costs: Costs, _ body: (StoredCost) throws -> Void) throws {
    try forEachCost("c.run_id = $1 AND k.revision > 1", [.integer(costs.runID)], body)
  }

  /// Calls a closure with each cost that fits a condition, in order of their places.
  ///
  /// - Parameter condition: about costs `k` of calls `c`.
  func forEachCost(
    _ condition: String, _ values: [SQLValue], _ body: (StoredCost) throws -> Void
  ) throws {
    // A row for each of its prices.
    var current: StoredCost?
    try connection.forEach(
      """
      SELECT u.run_key, k.call_id, k.revision, k.sequence, k.previous_digest, k.digest,
        a.attempt_key, k.nano_usd, k.recorded_at, t.id, t.price_key, t.nano_usd_per_million
      FROM call_costs k JOIN calls c ON c.id = k.call_id JOIN runs u ON u.id = c.run_id
      JOIN call_attempts a ON a.id = c.attempt_id
      LEFT JOIN call_cost_prices p ON p.call_id = k.call_id AND p.revision = k.revision
      LEFT JOIN prices t ON t.id = p.price_id WHERE \(condition)
      ORDER BY coalesce(k.sequence, 0), a.attempt_key, k.revision, t.price_key
      """, values
    ) { row in
      let (call, revision) = (try row.integer(1), try row.integer(2))
      if let standing = current, (standing.call, standing.cost.revision) != (call, revision) {
        try body(standing)
        current = nil
      }
      var stored =
        try current
        ?? StoredCost(
          cost: ChainedCost(
            run: try Self.key(of: "a run", try row.bytes(0)),
            sequence: row.optionalInteger(3) ?? 0,
            previous: row.optionalBytes(4).flatMap { Key($0) },
            attempt: try Self.key(of: "an attempt", try row.bytes(6)), revision: revision,
            nanoUSD: row.optionalInteger(7), recordedAt: try row.integer(8), prices: []),
          call: call, digest: row.optionalBytes(5).flatMap { Key($0) })
      if let price = row.optionalInteger(9) {
        stored.cost.prices.append(
          ChainedPrice(
            id: price, key: try Self.key(of: "a price", try row.bytes(10)),
            nanoUSDPerMillion: try row.integer(11)))
      }
      current = stored
    }
    if let current { try body(current) }
  }

  private static func key(of owner: String, _ bytes: [UInt8]) throws -> Key {
    guard let key = Key(bytes) else {
      throw StorageError(.decoding, "\(owner) has a key of another length")
    }
    return key
  }

  /// Calls a closure with each call of a chain, in order.
  func forEach(_ chain: Chain, _ body: (StoredCall) throws -> Void) throws {
    var last: Int64 = .min
    while case let page = try page(of: chain, behind: last), let end = page.last {
      for call in page { try body(call) }
      last = end.call.sequence
    }
  }

  // MARK: - Private

  private func page(of chain: Chain, behind last: Int64) throws -> [StoredCall] {
    let place: [SQLValue] = [
      .integer(chain.runID), .text(chain.worker), .integer(last), .integer(Self.pageCalls),
    ]
    var prices: [Int64: [ChainedPrice]] = [:]
    try connection.forEach(
      """
      SELECT p.call_id, t.id, t.price_key, t.nano_usd_per_million FROM call_cost_prices p
      JOIN prices t ON t.id = p.price_id
      WHERE p.revision = 1 AND p.call_id IN (\(Self.ids)) ORDER BY t.price_key
      """, place
    ) { row in
      guard let key = Key(try row.bytes(2)) else { return }
      prices[try row.integer(0), default: []].append(
        ChainedPrice(id: try row.integer(1), key: key, nanoUSDPerMillion: try row.integer(3)))
    }
    var replies: [Int64: [ChainedReply]] = [:]
    try connection.forEach(
      """
      SELECT r.call_id, r.choice, t.text_key FROM call_replies r JOIN texts t ON t.id = r.text_id
      WHERE r.call_id IN (\(Self.ids)) ORDER BY r.choice
      """, place
    ) { row in
      guard let key = Key(try row.bytes(2)) else { return }
      replies[try row.integer(0), default: []].append(
        ChainedReply(choice: try row.integer(1), text: key))
    }
    return try calls(chain, place, prices, replies)
  }

  private static let ids = """
    SELECT id FROM calls WHERE run_id = $1 AND worker = $2 AND sequence > $3
    ORDER BY sequence LIMIT $4
    """

  private func calls(
    _ chain: Chain, _ place: [SQLValue], _ prices: [Int64: [ChainedPrice]],
    _ replies: [Int64: [ChainedReply]]
  ) throws -> [StoredCall] {
    let columns = CallChain.columns.map { "c.\($0)" }.joined(separator: ", ")
    return try connection.all(
      """
      SELECT c.id, c.sequence, c.previous_digest, c.digest, c.chain_rule, f.revision, f.nano_usd,
        k.revision, k.nano_usd, f.recorded_at, c.recorded_at, \(ChainedAttempt.columns),
        \(columns)
      FROM calls c JOIN call_attempts a ON a.id = c.attempt_id \(ChainedAttempt.joins)
      LEFT JOIN call_costs f ON f.call_id = c.id AND f.revision = 1
      LEFT JOIN call_costs k ON k.call_id = c.id AND k.revision = (
        SELECT max(revision) FROM call_costs WHERE call_id = c.id)
      WHERE c.run_id = $1 AND c.worker = $2 AND c.sequence > $3 ORDER BY c.sequence LIMIT $4
      """, place
    ) { row in
      let id = try row.integer(0)
      var values: [SQLValue] = []
      for column in CallChain.columns.indices { values.append(try row.value(22 + column)) }
      return StoredCall(
        id: id,
        call: ChainedCall(
          rule: try row.integer(4), run: chain.run, worker: chain.worker,
          sequence: try row.integer(1), previous: row.optionalBytes(2).flatMap { Key($0) },
          attempt: try ChainedAttempt(row, from: 11), values: values,
          nanoUSD: row.optionalInteger(6), prices: prices[id] ?? [], replies: replies[id] ?? []),
        digest: Key(try row.bytes(3)), hasCost: row.optionalInteger(5) != nil,
        isCostOfOtherTime: row.optionalInteger(9).map { $0 != row.optionalInteger(10) } ?? false,
        nanoUSD: row.optionalInteger(8), revision: row.optionalInteger(7) ?? 0)
    }
  }
}
