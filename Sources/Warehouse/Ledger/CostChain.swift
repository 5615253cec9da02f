internal import Storage

/// Later revisions of costs chained by digest, run by run, in the order in which they were written.
///
/// A first cost stands in the digest of its call. What `prices reprice` and prices that come later
/// append stands in this chain, so that a revision which is edited, removed or moved is found too.
struct CostChain {
  /// The name of the migration that brought the chains.
  static let migration = "cost_chain"

  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  func head(run: Int64) throws -> CallChain.Head {
    try connection.first(
      "SELECT revision_count, digest FROM cost_heads WHERE run_id = $1", [.integer(run)]
    ) { row in CallChain.Head(count: try row.integer(0), digest: Key(try row.bytes(1))) }
      ?? CallChain.Head(count: 0, digest: nil)
  }

  /// Puts a revision that is written, with its prices, at the end of the chain of its run.
  ///
  /// - Precondition: The store's lock is held, so that no other does the same.
  func append(call: Int64, revision: Int64, run: Int64) throws {
    let head = try head(run: run)
    var found: ChainedCost?
    try LedgerReader(connection).forEachCost(
      "k.call_id = $1 AND k.revision = $2",
      [
        .integer(call), .integer(revision),
      ]
    ) { found = $0.cost }
    guard var cost = found else {
      throw StorageError(.corrupt, "revision \(revision) of the cost of call \(call) is not there")
    }
    cost.sequence = head.count + 1
    cost.previous = head.digest
    let digest = cost.digest
    try connection.execute(
      """
      UPDATE call_costs SET sequence = $3, previous_digest = $4, digest = $5
      WHERE call_id = $1 AND revision = $2
      """,
      [
        .integer(call), .integer(revision), .integer(cost.sequence),
        head.digest.map { .bytes($0.bytes) } ?? .null, .bytes(digest.bytes),
      ])
    try connection.execute(
      """
      INSERT INTO cost_heads (run_id, revision_count, digest) VALUES ($1, $2, $3)
      ON CONFLICT (run_id) DO UPDATE
      SET revision_count = excluded.revision_count, digest = excluded.digest
      """, [.integer(run), .integer(cost.sequence), .bytes(digest.bytes)])
  }

  /// Chains what was written before there were such chains, in an order that does not depend on the
  /// store.
  func adopt() throws {
    let revisions = try connection.all(
      """
      SELECT k.call_id, k.revision, c.run_id FROM call_costs k JOIN calls c ON c.id = k.call_id
      JOIN call_attempts a ON a.id = c.attempt_id
      WHERE k.revision > 1 AND k.digest IS NULL ORDER BY c.run_id, k.revision, a.attempt_key
      """
    ) { (call: try $0.integer(0), revision: try $0.integer(1), run: try $0.integer(2)) }
    for revision in revisions {
      try append(call: revision.call, revision: revision.revision, run: revision.run)
    }
  }
}

/// Everything of a later cost that its digest covers.
struct ChainedCost {
  let run: Key
  /// 0: it stands in no chain.
  var sequence: Int64
  var previous: Key?
  /// The key of the attempt whose call it is a cost of.
  let attempt: Key
  let revision: Int64
  let nanoUSD: Int64?
  let recordedAt: Int64
  /// In order of their keys.
  var prices: [ChainedPrice]

  var digest: Key {
    var form = CanonicalForm("cost")
    form.add(run)
    form.add(sequence)
    form.add(previous)
    form.add(attempt)
    form.add(revision)
    form.add(nanoUSD)
    form.add(recordedAt)
    form.add(prices)
    return form.key()
  }
}
