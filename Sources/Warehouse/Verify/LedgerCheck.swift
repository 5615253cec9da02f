internal import Storage

/// Follows every chain of calls from its first call to its head.
struct LedgerCheck {
  private let connection: Connection
  private let reader: LedgerReader

  init(_ connection: Connection) {
    self.connection = connection
    reader = LedgerReader(connection)
  }

  /// - Returns: how many calls there are.
  func run(_ problems: inout ProblemList) throws -> Int {
    var count = 0
    for chain in try reader.chains() { count += try follow(chain, &problems) }
    for chain in try reader.costs() { try follow(chain, &problems) }
    try checkRevisions(&problems)
    try checkAttempts(&problems)
    return count
  }

  // MARK: - Private

  private func follow(_ chain: LedgerReader.Chain, _ problems: inout ProblemList) throws -> Int {
    var count = 0
    var walk = ChainWalk(of: "call")
    try reader.forEach(chain) { stored in
      let call = stored.call
      count += 1
      walk.take(
        ChainWalk.Link(
          sequence: call.sequence, previous: call.previous, digest: stored.digest,
          computed: call.digest, name: "attempt \(call.attempt.key)"))
      if !stored.hasCost { walk.add("the cost of call \(call.sequence) was removed") }
      if stored.isCostOfOtherTime {
        walk.add("the time of the cost of call \(call.sequence) was edited")
      }
    }
    walk.end(at: chain.head)
    for problem in walk.problems {
      problems.add("run \(chain.run.short), worker \(chain.worker): \(problem)")
    }
    return count
  }

  private func follow(_ chain: LedgerReader.Costs, _ problems: inout ProblemList) throws {
    var walk = ChainWalk(of: "later cost")
    try reader.forEach(chain) { stored in
      let cost = stored.cost
      walk.take(
        ChainWalk.Link(
          sequence: cost.sequence, previous: cost.previous, digest: stored.digest,
          computed: cost.digest,
          name: "revision \(cost.revision) of attempt \(cost.attempt)"))
    }
    walk.end(at: chain.head)
    for problem in walk.problems { problems.add("run \(chain.run.short): \(problem)") }
  }

  /// Costs that were computed later must be what their prices give.
  private func checkRevisions(_ problems: inout ProblemList) throws {
    let revisions = try connection.all(
      """
      SELECT k.call_id, k.revision, k.nano_usd FROM call_costs k WHERE k.revision > 1
      ORDER BY k.call_id, k.revision
      """
    ) { (call: try $0.integer(0), revision: try $0.integer(1), nanoUSD: $0.optionalInteger(2)) }
    guard !revisions.isEmpty else { return }
    let entries = Dictionary(
      try PriceTable(connection).book().all.map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
    let repricing = Repricing(connection)
    for revision in revisions {
      let ids = try connection.all(
        "SELECT price_id FROM call_cost_prices WHERE call_id = $1 AND revision = $2",
        [.integer(revision.call), .integer(revision.revision)]
      ) { try $0.integer(0) }
      let book = PriceBook(ids.compactMap { entries[$0] })
      if try repricing.cost(ofCall: revision.call, book) != revision.nanoUSD {
        problems.add(
          "revision \(revision.revision) of the cost of call \(revision.call) is not what its prices give"
        )
      }
    }
  }

  /// An item of work counts how often it was asked.
  private func checkAttempts(_ problems: inout ProblemList) throws {
    try connection.forEach(
      """
      SELECT u.run_key, w.attempts - (
        SELECT count(*) FROM call_attempts a WHERE a.work_item_id = w.id) AS missing
      FROM work_items w JOIN runs u ON u.id = w.run_id
      WHERE w.attempts > (SELECT count(*) FROM call_attempts a WHERE a.work_item_id = w.id)
      ORDER BY u.run_key, w.item_key
      """
    ) { row in
      let run = Key(try row.bytes(0))?.short ?? "?"
      problems.add("run \(run): an attempt was removed, with what became of it")
    }
  }
}
