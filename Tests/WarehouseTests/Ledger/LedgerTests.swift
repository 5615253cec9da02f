import Storage
import TestSupport
import Testing

@testable import Warehouse

/// Attempts, calls, their chain, and the money.
@Suite(.eachBackend) struct LedgerTests {
  @Test func `a call keeps its texts, its cost and its place in the chain`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    for number in 1...3 {
      let open = try await session.write { try $0.begin(RunStore.attempt()) }
      try await session.write { writer in
        var call = CallRecord(.judge, .ok)
        call.replies = [StoredText("text \(number)"), nil]
        try writer.record(call, of: open, cost: CallCost(nanoUSD: 5, priceIDs: []))
      }
    }
    #expect(try await store.integers("SELECT sequence FROM calls ORDER BY id") == [1, 2, 3])
    #expect(try await store.integers("SELECT call_count FROM ledger_heads") == [3])
    #expect(
      try await store.integers(
        """
        SELECT count(*) FROM calls c JOIN calls p ON p.sequence = c.sequence - 1
        WHERE c.previous_digest = p.digest
        """) == [2])
    #expect(try await store.integers("SELECT sum(nano_usd) FROM call_costs") == [15])
    #expect(try await store.integers("SELECT count(*) FROM call_replies") == [3])
  }

  @Test func `what a worker left open is closed as unknown, at what was reserved`() async throws {
    let store = try await RunStore.make(experiment: "x")
    let (a, b) = (try await store.session("a"), try await store.session("b"))
    try await a.write { writer in
      try Budgets(writer.connection).set("experiment:x", capNanoUSD: 100)
      _ = try writer.begin(RunStore.attempt(reserved: 40))
      _ = try writer.begin(RunStore.attempt(reserved: 20))
    }
    let done = try await a.write { try $0.begin(RunStore.attempt(reserved: 30)) }
    try await a.write { writer in
      try writer.record(
        CallRecord(.judge, .ok), of: done, cost: CallCost(nanoUSD: 3, priceIDs: []))
    }
    #expect(try await b.write { try $0.workersWithOpenAttempts() } == ["a"])
    #expect(try await b.write { try $0.closeAttempts(of: "a") } == 2)
    #expect(try await b.write { try $0.workersWithOpenAttempts() } == [])
    let standing = try await store.store.database.read {
      try Budgets($0).standings(["experiment:x"])
    }
    #expect(standing.map(\.spentNanoUSD) == [63])
    #expect(standing.map(\.reservedNanoUSD) == [0])
    #expect(
      try await store.integers("SELECT count(*) FROM calls WHERE outcome = 'unknown_billing'")
        == [2])
  }

  @Test func `a budget that is set later counts what was spent before`() async throws {
    let store = try await RunStore.make(experiment: "x")
    let session = try await store.session("a")
    try await session.write { writer in
      let done = try writer.begin(RunStore.attempt(reserved: 30))
      try writer.record(
        CallRecord(.judge, .ok), of: done, cost: CallCost(nanoUSD: 7, priceIDs: []))
      let lost = try writer.begin(RunStore.attempt(reserved: 5))
      try writer.record(CallRecord(.judge, .ok), of: lost, cost: .unknown)
    }
    let open = try await session.write { try $0.begin(RunStore.attempt(reserved: 40)) }
    let scopes = store.run.budgetScopes(at: Clock.now())
    #expect(scopes.count == 3)
    for scope in scopes + ["experiment:y"] {
      try await store.store.setBudget(scope, capNanoUSD: 100)
    }
    let before = try await store.store.database.read { try Budgets($0).standings(scopes) }
    #expect(before.allSatisfy { ($0.spentNanoUSD, $0.reservedNanoUSD) == (12, 40) })
    let other = try await store.store.database.read { try Budgets($0).standings(["experiment:y"]) }
    #expect(other.map(\.leftNanoUSD) == [100])
    try await session.write { writer in
      try writer.record(
        CallRecord(.judge, .ok), of: open, cost: CallCost(nanoUSD: 1, priceIDs: []))
    }
    let behind = try await store.store.database.read { try Budgets($0).standings(scopes) }
    #expect(behind.allSatisfy { ($0.spentNanoUSD, $0.reservedNanoUSD) == (13, 0) })
    await #expect(throws: BudgetBelowSpent.self) {
      let late = try await RunStore.make(experiment: "x")
      let session = try await late.session("a")
      try await session.write { _ = try $0.begin(RunStore.attempt(reserved: 9)) }
      try await late.store.setBudget("experiment:x", capNanoUSD: 8)
    }
  }

  @Test func `all budgets of a call are reserved from, or none`() async throws {
    let store = try await RunStore.make(experiment: "x")
    let session = try await store.session("a")
    let scope = "run:\(store.run.key)"
    try await session.write { writer in
      try Budgets(writer.connection).set("experiment:x", capNanoUSD: 50)
      try Budgets(writer.connection).set(scope, capNanoUSD: 1_000)
    }
    await #expect(throws: BudgetReached.self) {
      _ = try await session.write { try $0.begin(RunStore.attempt(reserved: 51)) }
    }
    await #expect(throws: UnpricedBudget.self) {
      _ = try await session.write { try $0.begin(RunStore.attempt()) }
    }
    let standings = try await store.store.database.read {
      try Budgets($0).standings([scope, "experiment:x"])
    }
    #expect(standings.map(\.reservedNanoUSD) == [0, 0])
    #expect(try await store.integers("SELECT count(*) FROM call_attempts") == [0])
    await #expect(throws: BudgetBelowSpent.self) {
      try await session.write { writer in
        _ = try writer.begin(RunStore.attempt(reserved: 50))
        try Budgets(writer.connection).set("experiment:x", capNanoUSD: 49)
      }
    }
  }

  @Test func `what is billed beyond the worst case uses the budget up and no more`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    let scope = "run:\(store.run.key)"
    try await session.write { writer in
      try Budgets(writer.connection).set(scope, capNanoUSD: 100)
      let first = try writer.begin(RunStore.attempt(reserved: 60))
      _ = try writer.begin(RunStore.attempt(reserved: 30))
      try writer.record(
        CallRecord(.judge, .ok), of: first, cost: CallCost(nanoUSD: 500, priceIDs: []))
    }
    let standing = try await store.store.database.read { try Budgets($0).standings([scope]) }
    #expect(standing.map(\.spentNanoUSD) == [70])
    #expect(standing.map(\.leftNanoUSD) == [0])
  }

  /// A dollar, four workers, sixty-four calls at once each, ten thousand items.
  @Test func `a budget holds under any concurrency`() async throws {
    let store = try await RunStore.make(experiment: "x")
    let cap: Int64 = 1_000_000_000
    try await store.store.database.write { try Budgets($0).set("experiment:x", capNanoUSD: cap) }
    let spent = try await withThrowingTaskGroup(of: Int64.self) { group in
      for worker in 0..<4 {
        let session = try await store.session("worker \(worker)")
        group.addTask { try await Self.spend(session, items: 2_500, atOnce: 64) }
      }
      return try await group.reduce(0, +)
    }
    let standing = try await store.store.database.read {
      try Budgets($0).standings(["experiment:x"])
    }
    #expect(standing.map(\.spentNanoUSD) == [spent])
    #expect(standing.map(\.reservedNanoUSD) == [0])
    #expect(spent <= cap)
    #expect(spent > cap - 1_000_000)
    #expect(try await store.integers("SELECT sum(nano_usd) FROM call_costs") == [spent])
  }

  /// Calls that reserve a thousandth of a dollar and cost between a tenth and all of it.
  private static func spend(
    _ session: RunSession, items: Int, atOnce: Int
  ) async throws -> Int64 {
    try await withThrowingTaskGroup(of: Int64.self) { group in
      var spent: Int64 = 0
      for item in 0..<items {
        if item >= atOnce { spent += try await group.next() ?? 0 }
        group.addTask {
          let reserved: Int64 = 1_000_000
          let cost = 100_000 + Int64(item * 7_919 % 900_001)
          do {
            let open = try await session.write {
              try $0.begin(RunStore.attempt(reserved: reserved))
            }
            try await session.write { writer in
              try writer.record(
                CallRecord(.judge, .ok), of: open, cost: CallCost(nanoUSD: cost, priceIDs: []))
            }
            return cost
          } catch is BudgetReached {
            return 0
          }
        }
      }
      return try await group.reduce(spent, +)
    }
  }
}

/// Prices as rows.
@Suite(.eachBackend) struct PriceTableTests {
  private static func row(_ nano: Int64, from: Int64 = 0) -> PriceRow {
    PriceRow(
      provider: "p", model: "m", .input, nanoUSDPerMillion: nano, validFrom: from, source: "test")
  }

  @Test func `a price is added once, succeeded, and never edited`() async throws {
    let store = try await RunStore.make().store
    let counts = try await store.database.write { connection in
      let table = PriceTable(connection)
      return [
        try table.add([Self.row(5)]), try table.add([Self.row(5)]),
        try table.add([Self.row(6, from: 10)]),
      ]
    }
    #expect(counts == [1, 0, 1])
    await #expect(throws: PriceConflict.self) {
      try await store.database.write { _ = try PriceTable($0).add([Self.row(7)]) }
    }
    let book = try await store.database.read { try PriceTable($0).book(models: ["m", "none"]) }
    var tokens = TokenCounts()
    tokens.prompt = 1_000_000
    #expect(book.cost(of: tokens, provider: "p", models: ["m"], at: 9).nanoUSD == 5)
    #expect(book.cost(of: tokens, provider: "p", models: ["m"], at: 10).nanoUSD == 6)
  }
}
