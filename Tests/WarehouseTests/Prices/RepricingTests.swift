import Storage
import TestSupport
import Testing

@testable import Warehouse

/// Costs after the calls.
@Suite(.eachBackend) struct RepricingTests {
  private static func price(_ nano: Int64, from: Int64, provider: String = "*") -> PriceRow {
    PriceRow(
      provider: provider, model: "m", .input, nanoUSDPerMillion: nano * 1_000_000,
      validFrom: from, source: "test")
  }

  /// A store with calls of a thousand tokens, and one that was lost.
  private static func store(calls: Int) async throws -> RunStore {
    let store = try await RunStore.make(experiment: "x")
    let session = try await store.session("a")
    for _ in 0..<calls {
      let open = try await session.write { try $0.begin(RunStore.attempt()) }
      try await session.write { writer in
        var call = CallRecord(.judge, .ok)
        call.tokens = TokenCounts()
        call.tokens?.prompt = 1_000
        try writer.record(call, of: open, cost: .unknown)
      }
    }
    let lost = try await session.write { try $0.begin(RunStore.attempt()) }
    try await session.write { writer in
      try writer.record(CallRecord(.judge, .unknownBilling), of: lost, cost: .unknown)
    }
    return store
  }

  @Test func `a price that comes later fills what was not known, and says how many`() async throws {
    let store = try await Self.store(calls: 3)
    let future = Clock.now() + 1_000_000_000_000
    #expect(try await store.store.add(prices: [Self.price(9, from: future)]).costs.filled == 0)
    let addition = try await store.store.add(prices: [Self.price(5, from: 0)])
    #expect(addition.costs.filled == 3)
    #expect(addition.costs.differenceNanoUSD == 15_000)
    #expect(
      try await store.integers(
        "SELECT coalesce(nano_usd, -1) FROM call_costs WHERE revision = 1") == [-1, -1, -1, -1])
    #expect(
      try await store.integers("SELECT nano_usd FROM call_costs WHERE revision = 2")
        == [5_000, 5_000, 5_000])
    #expect(try await store.integers("SELECT count(*) FROM call_cost_prices") == [3])
  }

  @Test func `repricing appends a revision where a better price came, and keeps the old`()
    async throws
  {
    let store = try await Self.store(calls: 2)
    _ = try await store.store.add(prices: [Self.price(5, from: 0)])
    // The provider's own price goes before one for any.
    let addition = try await store.store.add(prices: [Self.price(7, from: 1, provider: "p")])
    #expect(addition.costs == RepricingSummary())
    let dry = try await store.store.reprice(onlyUnknown: false, isDryRun: true)
    #expect((dry.changed, dry.differenceNanoUSD) == (2, 4_000))
    #expect(try await store.integers("SELECT max(revision) FROM call_costs") == [2])
    #expect(try await store.store.reprice(onlyUnknown: false, experiment: "y").revised == 0)
    #expect(try await store.store.reprice(onlyUnknown: false, experiment: "x") == dry)
    #expect(try await store.store.reprice(onlyUnknown: false).revised == 0)
    #expect(
      try await store.integers(
        "SELECT nano_usd FROM call_costs WHERE nano_usd IS NOT NULL ORDER BY revision, nano_usd")
        == [5_000, 5_000, 7_000, 7_000])
    #expect(
      try await store.integers("SELECT sum(nano_usd) FROM call_sums") == [14_000])
  }

  @Test func `a server has one price an instant`() async throws {
    let store = try await RunStore.make().store
    let price = ServerPrice(host: "h:1", nanoUSDPerHour: 5, validFrom: 1, source: "test")
    #expect(try await store.add(price))
    #expect(try await !store.add(price))
    await #expect(throws: ServerPriceConflict.self) {
      try await store.add(
        ServerPrice(host: "h:1", nanoUSDPerHour: 6, validFrom: 1, source: "test"))
    }
  }
}
