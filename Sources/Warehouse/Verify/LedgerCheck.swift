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
    try checkRevisions(&problems)
    try checkAttempts(&problems)
    return count
  }

  // MARK: - Private

  private func follow(_ chain: LedgerReader.Chain, _ problems: inout ProblemList) throws -> Int {
    let name = "run \(chain.run.short), worker \(chain.worker)"
    var count: Int64 = 0
    var expected: Int64 = 1
    var previous: Key?
    var found: [String] = []
    try reader.forEach(chain) { stored in
      let call = stored.call
      count += 1
      if call.sequence > expected {
        let gap = call.sequence - expected
        found.append(
          gap == 1
            ? "call \(expected) was removed"
            : "calls \(expected) to \(call.sequence - 1) were removed")
      } else if call.sequence == expected, call.previous != previous {
        found.append("call \(call.sequence) does not follow call \(call.sequence - 1)")
      }
      if call.digest != stored.digest {
        found.append(
          "call \(call.sequence) (attempt \(call.attempt.key.short)) was edited or moved")
      }
      if !stored.hasCost { found.append("the cost of call \(call.sequence) was removed") }
      expected = call.sequence + 1
      previous = stored.digest
    }
    found += Self.ending(chain.head, expected: expected, last: previous)
    for problem in found { problems.add("\(name): \(problem)") }
    return Int(count)
  }

  /// What is wrong at the end of a chain.
  private static func ending(
    _ head: CallChain.Head?, expected: Int64, last: Key?
  ) -> [String] {
    guard let head else { return ["the head of the chain was removed"] }
    if head.count >= expected {
      return head.count == expected
        ? ["call \(expected), the last one, was removed"]
        : ["calls \(expected) to \(head.count), the last ones, were removed"]
    }
    if head.count < expected - 1 {
      return ["calls \(head.count + 1) to \(expected - 1) were put behind the head of the chain"]
    }
    return head.digest == last ? [] : ["the head of the chain is not the digest of its last call"]
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
