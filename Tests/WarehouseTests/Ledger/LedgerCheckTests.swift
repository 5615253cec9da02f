import Storage
import TestSupport
import Testing

@testable import Warehouse

/// A ledger that was changed behind the program's back.
@Suite(.eachBackend) struct LedgerCheckTests {
  /// Two workers, seven calls: some with texts, prices, failures; one attempt still open.
  private static func store() async throws -> RunStore {
    let store = try await RunStore.make(experiment: "x")
    _ = try await store.store.add(
      prices: [
        PriceRow(
          provider: "p", model: "m", .input, nanoUSDPerMillion: 3_000_000_000, validFrom: 0,
          source: "test")
      ])
    for (worker, count) in [("a", 5), ("b", 2)] {
      let session = try await store.session(worker)
      let first = worker == "a" ? 1 : 101
      try await session.write { writer in
        try writer.enqueue((first..<first + count).map { RunStore.slot($0) })
      }
      for number in 1...count {
        try await session.write { writer in
          let item = try #require(try writer.lease(RunStore.part, limit: 1, until: .max).first)
          let open = try writer.begin(RunStore.attempt(item.id, reserved: 50))
          var call = CallRecord(.judge, number == 2 ? .apiError : .ok)
          if number != 2 {
            call.tokens = TokenCounts()
            call.tokens?.prompt = Int64(number)
            call.usage = #"{"prompt_tokens": \#(number)}"#
            call.replies = [StoredText("\(worker) \(number)"), nil]
          }
          let book = try PriceTable(writer.connection).book(models: ["m"])
          let cost =
            number == 2
            ? CallCost.nothing
            : book.cost(of: call.tokens, provider: "p", models: ["m"], at: open.sentAt)
          try writer.record(call, of: open, cost: cost)
          try writer.settle(item.id, as: number == 2 ? .failed : .done)
        }
      }
    }
    try await store.store.database.write { try CallSums($0).recomputeStale() }
    return store
  }

  private static func problems(_ store: RunStore) async throws -> [String] {
    let found = try await store.store.verify()
    let others = found.checks.filter { $0.kind != .ledger && !$0.isClean }
    return (found.checks.first { $0.kind == .ledger }?.problems ?? [])
      + others.map { "\($0.kind)" }
  }

  @Test func `a ledger as it was written is whole`() async throws {
    let store = try await Self.store()
    #expect(try await Self.problems(store) == [])
    #expect(try await store.integers("SELECT count(*) FROM calls WHERE chain_rule = 2") == [7])
  }

  /// What is done to the ledger, and what must be told of it.
  private static let changes: [(String, String)] = [
    ("UPDATE calls SET prompt_tokens = 999 WHERE worker = 'a' AND sequence = 3", "call 3 (attempt"),
    ("UPDATE calls SET usage = '{}' WHERE worker = 'b' AND sequence = 1", "call 1 (attempt"),
    ("UPDATE calls SET reported_nano_usd = 1 WHERE worker = 'a' AND sequence = 5", "call 5"),
    ("UPDATE calls SET outcome = 'ok' WHERE worker = 'a' AND sequence = 2", "call 2 (attempt"),
    ("UPDATE call_attempts SET requested_model = 'x' WHERE worker = 'b'", "call 2 (attempt"),
    ("UPDATE call_attempts SET sent_at = sent_at + 1 WHERE worker = 'b'", "call 1 (attempt"),
    ("UPDATE call_attempts SET credential_label = 'p' WHERE worker = 'b'", "call 1 (attempt"),
    ("UPDATE endpoints SET host = 'elsewhere'", "call 1 (attempt"),
    ("UPDATE call_costs SET nano_usd = nano_usd + 1", "call 1 (attempt"),
    ("UPDATE call_costs SET recorded_at = 5 WHERE call_id = 1", "the time of the cost of call 1"),
    ("UPDATE prices SET nano_usd_per_million = 1", "call 1 (attempt"),
    ("DELETE FROM call_cost_prices", "call 1 (attempt"),
    ("DELETE FROM call_replies", "call 1 (attempt"),
    ("DELETE FROM ledger_heads WHERE worker = 'a'", "the head of the chain was removed"),
    ("UPDATE ledger_heads SET call_count = 4 WHERE worker = 'a'", "calls 5 to 5 were put behind"),
    (
      "UPDATE ledger_heads SET digest = (SELECT digest FROM calls ORDER BY id LIMIT 1) WHERE worker = 'b'",
      "the head of the chain is not the digest of its last call"
    ),
    (
      "UPDATE calls SET sequence = 9 WHERE worker = 'a' AND sequence = 2; UPDATE calls SET sequence = 2 WHERE worker = 'a' AND sequence = 3; UPDATE calls SET sequence = 3 WHERE worker = 'a' AND sequence = 9",
      "call 2 (attempt"
    ),
    (
      "INSERT INTO call_costs (call_id, revision, nano_usd, recorded_at) SELECT call_id, 2, nano_usd + 1, recorded_at FROM call_costs WHERE revision = 1 AND nano_usd > 0; INSERT INTO call_cost_prices SELECT call_id, 2, price_id FROM call_cost_prices",
      "revision 2 of the cost of call 1 is not what its prices give"
    ),
  ]

  @Test func `whatever is edited or moved is found and named`() async throws {
    for (sql, told) in Self.changes {
      let store = try await Self.store()
      try await store.store.database.write { try $0.execute(script: sql) }
      let problems = try await Self.problems(store)
      #expect(problems.contains { $0.contains(told) }, "\(sql): \(problems)")
    }
  }

  /// Every call there is, with all that hangs on it, so that no reference is left over.
  @Test func `every call that is removed is found, the last of a chain too`() async throws {
    for (worker, count) in [("a", 5), ("b", 2)] {
      for sequence in 1...count {
        let store = try await Self.store()
        let call = "(SELECT id FROM calls WHERE worker = '\(worker)' AND sequence = \(sequence))"
        try await store.store.database.write { connection in
          let attempt = try connection.first("SELECT attempt_id FROM calls WHERE id = \(call)") {
            try $0.integer(0)
          }
          try connection.execute(
            script: """
              DELETE FROM call_cost_prices WHERE call_id = \(call);
              DELETE FROM call_costs WHERE call_id = \(call);
              DELETE FROM call_replies WHERE call_id = \(call);
              DELETE FROM calls WHERE id = \(call);
              DELETE FROM call_attempts WHERE id = \(attempt ?? 0);
              """)
        }
        let problems = try await Self.problems(store)
        #expect(
          problems.contains { $0.contains("worker \(worker): call \(sequence)") }, "\(problems)")
        #expect(problems.contains { $0.contains("an attempt was removed") })
      }
    }
  }

  @Test func `any two calls that change places are found`() async throws {
    for (one, other) in [(1, 2), (2, 4), (4, 5)] {
      let store = try await Self.store()
      try await store.store.database.write { connection in
        // Everything but the place in the chain is swapped: the attempts, and so what they cost.
        try connection.execute(
          script: """
            UPDATE calls SET sequence = 1000 WHERE worker = 'a' AND sequence = \(one);
            UPDATE calls SET sequence = \(one) WHERE worker = 'a' AND sequence = \(other);
            UPDATE calls SET sequence = \(other) WHERE worker = 'a' AND sequence = 1000;
            """)
      }
      let problems = try await Self.problems(store)
      #expect(problems.contains { $0.contains("call \(one) (attempt") }, "\(problems)")
      #expect(problems.contains { $0.contains("call \(other) (attempt") }, "\(problems)")
    }
  }

  /// The same ledger, each of whose five priced calls has a later cost.
  private static func repriced() async throws -> RunStore {
    let store = try await store()
    _ = try await store.store.add(
      prices: [
        PriceRow(
          provider: "p", model: "m", .input, nanoUSDPerMillion: 4_000_000_000, validFrom: 1,
          source: "test")
      ])
    #expect(try await store.store.reprice(onlyUnknown: false).changed == 5)
    return store
  }

  private static let later = "revision = 2 AND sequence"

  private static let laterChanges: [(String, String)] = [
    ("UPDATE call_costs SET nano_usd = 1 WHERE \(later) = 3", "later cost 3 (revision 2"),
    ("UPDATE call_costs SET recorded_at = 1 WHERE \(later) = 5", "later cost 5 (revision 2"),
    ("UPDATE call_costs SET sequence = NULL WHERE \(later) = 5", "has no place of its own"),
    ("UPDATE call_costs SET digest = NULL WHERE \(later) = 1", "is in no chain"),
    ("UPDATE call_costs SET previous_digest = digest WHERE \(later) = 4", "later cost 4"),
    (
      "DELETE FROM call_cost_prices WHERE revision = 2 AND call_id = (SELECT call_id FROM call_costs WHERE sequence = 2)",
      "later cost 2 (revision 2"
    ),
    ("UPDATE prices SET nano_usd_per_million = 1 WHERE valid_from = 1", "later cost 1 (revision"),
    ("DELETE FROM cost_heads", "the head of the chain was removed"),
    ("UPDATE cost_heads SET revision_count = 4", "later costs 5 to 5 were put behind the head"),
    (
      "UPDATE cost_heads SET digest = (SELECT digest FROM call_costs WHERE sequence = 4)",
      "the head of the chain is not the digest of its last later cost"
    ),
    (
      "UPDATE call_costs SET sequence = 9 WHERE \(later) = 2; UPDATE call_costs SET sequence = 2 WHERE \(later) = 3; UPDATE call_costs SET sequence = 3 WHERE \(later) = 9",
      "later cost 2 (revision 2"
    ),
    (
      "INSERT INTO call_costs (call_id, revision, nano_usd, recorded_at) SELECT call_id, 3, nano_usd, recorded_at FROM call_costs WHERE sequence = 5; INSERT INTO call_cost_prices SELECT call_id, 3, price_id FROM call_cost_prices WHERE revision = 2 AND call_id = (SELECT call_id FROM call_costs WHERE sequence = 5)",
      "is in no chain"
    ),
  ]

  @Test func `whatever is edited or moved of later costs is found and named`() async throws {
    #expect(try await Self.problems(Self.repriced()) == [])
    for (sql, told) in Self.laterChanges {
      let store = try await Self.repriced()
      try await store.store.database.write { try $0.execute(script: sql) }
      let problems = try await Self.problems(store)
      #expect(problems.contains { $0.contains(told) }, "\(sql): \(problems)")
    }
  }

  @Test func `every later cost that is removed is found, the last one too`() async throws {
    for sequence in 1...5 {
      let store = try await Self.repriced()
      let call = "(SELECT call_id FROM call_costs WHERE sequence = \(sequence))"
      try await store.store.database.write {
        try $0.execute(
          script: """
            DELETE FROM call_cost_prices WHERE revision = 2 AND call_id = \(call);
            DELETE FROM call_costs WHERE \(Self.later) = \(sequence);
            """)
      }
      try await store.store.refreshCostSums()
      let problems = try await Self.problems(store)
      #expect(problems.contains { $0.contains("later cost \(sequence)") }, "\(problems)")
    }
  }

  /// Stores of the schema before had such costs without a chain.
  @Test func `later costs that are in no chain are found, and a migration chains them`()
    async throws
  {
    let store = try await Self.repriced()
    let first = try await store.store.contentDigest()
    try await store.store.database.write { connection in
      try connection.execute(
        script: """
          UPDATE call_costs SET sequence = NULL, previous_digest = NULL, digest = NULL;
          DELETE FROM cost_heads;
          """)
    }
    #expect(try await Self.problems(store).count == 6)
    try await store.store.database.write { try CostChain($0).adopt() }
    #expect(try await Self.problems(store) == [])
    #expect(try await store.store.contentDigest() == first)
  }

  /// Calls of the first schema cover less, and are as whole as they were.
  @Test func `a chain of the first rule is still followed`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    for _ in 1...2 {
      let open = try await session.write { try $0.begin(RunStore.attempt()) }
      try await session.write { writer in
        try writer.record(
          CallRecord(.judge, .apiError), of: open, cost: .nothing)
      }
    }
    try await store.store.database.write { connection in
      let reader = LedgerReader(connection)
      let chain = try reader.chains()[0]
      var calls: [LedgerReader.StoredCall] = []
      try reader.forEach(chain) { calls.append($0) }
      var previous: Key?
      for stored in calls {
        var call = ChainedCall(
          run: chain.run, worker: "a", sequence: stored.call.sequence, previous: previous,
          attempt: stored.call.attempt, values: stored.call.values)
        call.rule = 1
        let digest = try #require(call.digest)
        try connection.execute(
          "UPDATE calls SET chain_rule = 1, previous_digest = $2, digest = $3 WHERE id = $1",
          [
            .integer(stored.id), previous.map { .bytes($0.bytes) } ?? .null, .bytes(digest.bytes),
          ])
        previous = digest
      }
      try connection.execute(
        "UPDATE ledger_heads SET digest = $1", [.bytes(previous?.bytes ?? [])])
    }
    #expect(try await Self.problems(store) == [])
    try await store.store.database.write {
      try $0.execute(script: "UPDATE calls SET chain_rule = 2 WHERE sequence = 1")
    }
    #expect(try await Self.problems(store).contains { $0.contains("call 1 (attempt") })
  }

  @Test func `wrong sums are a finding of their own, and are computed anew`() async throws {
    let store = try await Self.store()
    try await store.store.database.write {
      try $0.execute(script: "UPDATE call_sums SET nano_usd = nano_usd + 1")
    }
    #expect(try await Self.problems(store) == ["rollups"])
    try await store.store.rebuildRollups()
    #expect(try await Self.problems(store) == [])
  }

  @Test func `a copy has the same ledger, and what was changed in it shows in the proof`()
    async throws
  {
    let store = try await Self.repriced()
    let other = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let summary = try await store.store.copy(to: other)
    #expect(summary.digests.allSatisfy { $0.from == $0.to })
    #expect(summary.digests.contains { $0.from.table == "calls" && $0.from.rowCount == 7 })
    #expect(try await other.verify().isClean)
    #expect(try await store.store.contentDigest() == other.contentDigest())
    try await other.database.write {
      try $0.execute(script: "UPDATE calls SET usage = '{}' WHERE sequence = 1")
    }
    let again = try await store.store.copy(to: other)
    #expect(again.digests.filter { $0.from != $0.to }.map(\.from.table) == ["calls"])
  }
}
