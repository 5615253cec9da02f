import Storage
import TestSupport
import Testing

@testable import Query
@testable import Warehouse

/// Whatever costs are told by, the parts add up to the whole.
@Suite(.eachBackend) struct CostTotalsTests {
  /// What adds up, whatever the rows are.
  private static let additive = [
    "calls", "failed_calls", "prompt_tokens", "cached_tokens", "completion_tokens",
    "reasoning_tokens", "cost_usd", "reported_usd", "wasted_usd", "lost_usd", "failed_usd",
    "superseded_usd", "saved_usd", "unknown_calls", "answers", "judgments", "server_usd",
  ]

  private static func totals(_ report: Report) -> [String: Int64] {
    var totals: [String: Int64] = [:]
    for row in report.sections.flatMap(\.rows) {
      for (column, cell) in zip(report.columns, row.cells) where additive.contains(column.name) {
        switch cell {
        case .integer(let amount), .usd(let amount): totals[column.name, default: 0] += amount
        default: break
        }
      }
    }
    return totals
  }

  /// The same, by statements that share nothing with the report.
  private static func expected(_ store: Store) async throws -> [String: Int64] {
    try await store.database.read { connection in
      func sum(_ sql: String) throws -> Int64 {
        try connection.first("SELECT CAST(coalesce(\(sql), 0) AS BIGINT)") { try $0.integer(0) }
          ?? 0
      }
      let newest = """
        (SELECT k.nano_usd FROM call_costs k WHERE k.call_id = c.id
          ORDER BY k.revision DESC LIMIT 1)
        """
      return [
        "calls": try sum("(SELECT count(*) FROM calls)"),
        "cost_usd": try sum("(SELECT sum(\(newest)) FROM calls c)"),
        "reported_usd": try sum("(SELECT sum(reported_nano_usd) FROM calls)"),
        "cached_tokens": try sum("(SELECT sum(cached_tokens) FROM calls)"),
        "lost_usd": try sum(
          "(SELECT sum(\(newest)) FROM calls c WHERE c.outcome = 'unknown_billing')"),
        "unknown_calls": try sum("(SELECT count(*) FROM calls c WHERE \(newest) IS NULL)"),
      ]
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `every grouping of a random ledger sums to the same, to the nano-dollar`(
    seed: UInt64
  ) async throws {
    var ledger = try await RandomLedger(SeededRandom(seed: seed))
    try await ledger.fill(runs: 5, callsPerRun: 25)
    let expected = try await Self.expected(ledger.store)
    var whole: [String: Int64]?
    let pairs = CostDimension.allCases.flatMap { one in
      CostDimension.allCases.filter { $0.rawValue > one.rawValue }.map { [one, $0] }
    }
    for by in CostDimension.allCases.map({ [$0] }) + pairs + [CostDimension.allCases] {
      var query = CostQuery()
      query.by = by
      let totals = Self.totals(try await CostsReport(query).run(on: ledger.store))
      whole = whole ?? totals
      #expect(totals == whole, "\(by)")
      for (column, amount) in expected { #expect(totals[column] == amount, "\(by) \(column)") }
    }
    #expect((whole?["superseded_usd"] ?? 0) > 0)
    #expect((whole?["failed_usd"] ?? 0) > 0)
    #expect((whole?["server_usd"] ?? 0) > 0)
    // The ledger itself says the same as the sums that are kept of it, in part or of all runs.
    var query = CostQuery()
    query.since = 1
    #expect(Self.totals(try await CostsReport(query).run(on: ledger.store)) == whole)
    try await ledger.store.refreshCostSums()
    query.since = nil
    #expect(Self.totals(try await CostsReport(query).run(on: ledger.store)) == whole)
    // Whether a moment falls before or behind a bound, the two sides are the whole.
    for bound in [1_700_438_400_000_000_000, 1_700_500_000_000_000_000] as [Int64] {
      var (before, behind) = (CostQuery(), CostQuery())
      before.until = bound
      behind.since = bound
      let parts = [
        Self.totals(try await CostsReport(before).run(on: ledger.store)),
        Self.totals(try await CostsReport(behind).run(on: ledger.store)),
      ]
      let sum = parts[0].merging(parts[1], uniquingKeysWith: +)
      for column in ["calls", "cost_usd", "wasted_usd", "reported_usd"] {
        #expect(sum[column] == whole?[column], "\(bound) \(column)")
      }
    }
  }

  /// Sums are made when a part of a run ends: what is called behind them counts at once.
  @Test func `calls of a run that is under way count, behind the sums of its first part`()
    async throws
  {
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let run = try await store.database.write { connection in
      try RunIdentity.make(
        connection, .judge, configuration: "{}", person: "tests", experiment: "x")
    }
    let session = try await RunSession.open(store, run, worker: "a")
    for number in 1...4 {
      try await session.write { writer in
        let open = try writer.begin(
          CallAttempt(
            item: nil, endpoint: EndpointName(host: "h", provider: "p"), requestedModel: "m",
            credentialLabel: nil, parameters: "{}", reservedNanoUSD: nil))
        try writer.record(
          CallRecord(.judge, .ok), of: open, cost: CallCost(nanoUSD: 5, priceIDs: []))
        if number == 2 { try writer.sumCalls() }
      }
      let report = try await CostsReport(CostQuery()).run(on: store)
      let totals = Self.totals(report)
      // What is zero everywhere is left to machines, or to who asks for it.
      let hidden = report.columns.filter { $0.visibility == .machineOnly }.map(\.name)
      #expect(hidden.contains("superseded_usd") && !hidden.contains("wasted_usd"))
      #expect(!hidden.contains("usd_per_judgment"))
      #expect(totals["cost_usd"] == Int64(5 * number))
      #expect(totals["calls"] == Int64(number))
    }
  }

  @Test func `amounts that no sum holds are told, not wrapped`() async throws {
    var ledger = try await RandomLedger(SeededRandom(seed: 1))
    try await ledger.fill(runs: 1, callsPerRun: 3)
    _ = try await ledger.store.database.write {
      try $0.execute(
        "UPDATE call_costs SET nano_usd = $1 WHERE nano_usd IS NOT NULL", [.integer(Int64.max)])
    }
    var query = CostQuery()
    query.since = 1
    await #expect(throws: CostOverflow.self) {
      _ = try await CostsReport(query).run(on: ledger.store)
    }
  }

  /// Two calls of ten seconds that overlap by four: sixteen seconds, ten for the first.
  @Test func `time on a server of one's own counts once, beside what was billed`() async throws {
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    _ = try await store.add(
      ServerPrice(host: "h", nanoUSDPerHour: 3_600_000_000_000, validFrom: 0, source: "test"))
    let run = try await store.database.write { connection in
      try RunIdentity.make(
        connection, .generate, configuration: "{}", person: "p", experiment: nil)
    }
    let session = try await RunSession.open(store, run, worker: "a")
    for (project, start) in [("one", 0), ("two", 6)] as [(String, Int64)] {
      try await session.write { writer in
        let open = try writer.begin(
          CallAttempt(
            item: nil, endpoint: EndpointName(host: "h", provider: "local"), requestedModel: "m",
            credentialLabel: project, parameters: "{}", reservedNanoUSD: nil))
        let sentAt = 1_700_000_000_000_000_000 + start * 1_000_000_000
        try writer.connection.execute(
          "UPDATE call_attempts SET sent_at = $2 WHERE id = $1",
          [.integer(open.id), .integer(sentAt)])
        var record = CallRecord(.generate, .ok)
        record.finishedAt = sentAt + 10_000_000_000
        try writer.record(record, of: open, cost: .nothing)
      }
    }
    var query = CostQuery()
    query.by = [.project]
    let report = try await CostsReport(query).run(on: store)
    let names = report.columns.map(\.name)
    let rows = report.sections[0].rows.map {
      Dictionary(uniqueKeysWithValues: zip(names, $0.cells))
    }
    #expect(
      rows.map { $0["server_usd"] } == [.usd(nano: 10_000_000_000), .usd(nano: 6_000_000_000)])
    #expect(rows.map { $0["cost_usd"] } == [.usd(nano: 0), .usd(nano: 0)])
  }
}
