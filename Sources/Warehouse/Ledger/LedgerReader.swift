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
      guard let run = Key(try row.bytes(1)) else {
        throw StorageError(.decoding, "a run has a key of another length")
      }
      return Chain(
        runID: try row.integer(0), run: run, experiment: row.optionalText(2),
        person: try row.text(3), worker: try row.text(4),
        head: row.optionalInteger(5).map {
          CallChain.Head(count: $0, digest: row.optionalBytes(6).flatMap { Key($0) })
        })
    }
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
        k.revision, k.nano_usd, \(ChainedAttempt.columns), \(columns)
      FROM calls c JOIN call_attempts a ON a.id = c.attempt_id \(ChainedAttempt.joins)
      LEFT JOIN call_costs f ON f.call_id = c.id AND f.revision = 1
      LEFT JOIN call_costs k ON k.call_id = c.id AND k.revision = (
        SELECT max(revision) FROM call_costs WHERE call_id = c.id)
      WHERE c.run_id = $1 AND c.worker = $2 AND c.sequence > $3 ORDER BY c.sequence LIMIT $4
      """, place
    ) { row in
      let id = try row.integer(0)
      var values: [SQLValue] = []
      for column in CallChain.columns.indices { values.append(try row.value(20 + column)) }
      return StoredCall(
        id: id,
        call: ChainedCall(
          rule: try row.integer(4), run: chain.run, worker: chain.worker,
          sequence: try row.integer(1), previous: row.optionalBytes(2).flatMap { Key($0) },
          attempt: try ChainedAttempt(row, from: 9), values: values,
          nanoUSD: row.optionalInteger(6), prices: prices[id] ?? [], replies: replies[id] ?? []),
        digest: Key(try row.bytes(3)), hasCost: row.optionalInteger(5) != nil,
        nanoUSD: row.optionalInteger(8), revision: row.optionalInteger(7) ?? 0)
    }
  }
}
