import Storage
import TestSupport
import Testing

@testable import Query
@testable import Warehouse

/// The ledger against invoices that agree with it, and that do not.
@Suite(.eachBackend) struct ReconciliationTests {
  private static let day: Int64 = 20_000
  private static let noon = day * InvoiceLine.dayNanoseconds + 43_200_000_000_000

  private static func price(_ dollars: Int64, from: Int64, model: String = "m") -> PriceRow {
    PriceRow(
      provider: "openai", model: model, .input, nanoUSDPerMillion: dollars * 1_000_000_000,
      validFrom: from, source: "test")
  }

  private struct Call {
    var model = "m"
    var project: String?
    var prompt: Int64? = 1_000
    var outcome = CallRecord.Outcome.ok
    var reserved: Int64?
    var sentAt = noon
  }

  /// Calls of a thousand tokens at two dollars a million: 2,000,000 nano-dollars each.
  private static func store(_ calls: [Call]) async throws -> Store {
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    _ = try await store.add(prices: [price(1, from: 0), price(2, from: noon - 1_000)])
    let run = try await store.database.write { connection in
      try RunIdentity.make(connection, .judge, configuration: "{}", person: "p", experiment: nil)
    }
    let session = try await RunSession.open(store, run, worker: "a")
    for call in calls {
      try await session.write { writer in
        let open = try writer.begin(
          CallAttempt(
            item: nil, endpoint: EndpointName(host: "api.openai.com", provider: "openai"),
            requestedModel: call.model, credentialLabel: call.project, parameters: "{}",
            reservedNanoUSD: call.reserved))
        try writer.connection.execute(
          "UPDATE call_attempts SET sent_at = $2 WHERE id = $1",
          [.integer(open.id), .integer(call.sentAt)])
        var record = CallRecord(.judge, call.outcome)
        record.tokens = call.prompt.map { count in
          var tokens = TokenCounts()
          tokens.prompt = count
          return tokens
        }
        let book = try PriceTable(writer.connection).book()
        let cost =
          call.outcome == .unknownBilling
          ? CallCost(nanoUSD: call.reserved, priceIDs: [])
          : book.cost(of: record.tokens, provider: "openai", models: [call.model], at: call.sentAt)
        try writer.record(record, of: open, cost: cost)
      }
    }
    return store
  }

  private static func line(
    _ nanoUSD: Int64, model: String? = "m", project: String? = nil, day: Int64 = day,
    rounding: Int64 = 0
  ) -> InvoiceLine {
    InvoiceLine(
      day: day, provider: "openai", projects: project.map { [$0, "name of \($0)"] } ?? [],
      model: model, item: nil, nanoUSD: nanoUSD, roundingNanoUSD: rounding)
  }

  private static func rows(
    _ lines: [InvoiceLine], _ store: Store, tolerance: Int64 = 0, isShared: Bool = false
  ) async throws -> (rows: [[String: Cell]], mismatches: Int, notes: [String]) {
    var invoice = Invoice()
    invoice.cover(day, provider: "openai")
    for line in lines { invoice.add(line) }
    var reconciliation = Reconciliation(invoice)
    reconciliation.toleranceNanoUSD = tolerance
    reconciliation.isShared = isShared
    let result = try await reconciliation.run(on: store)
    let names = result.report.columns.map(\.name)
    return (
      result.report.sections.flatMap(\.rows).map {
        Dictionary(uniqueKeysWithValues: zip(names, $0.cells))
      }, result.mismatches, result.report.notes
    )
  }

  @Test func `an invoice that agrees has no difference, whatever it is told by`() async throws {
    let store = try await Self.store([
      Call(project: "a"), Call(project: "b"), Call(project: "name of c"),
      Call(sentAt: Self.noon + InvoiceLine.dayNanoseconds),
    ])
    let projects = try await Self.rows(
      [
        Self.line(2_000_000, project: "a"), Self.line(2_000_000, project: "b"),
        Self.line(2_000_000, project: "c"),
      ], store)
    #expect(projects.rows.map { $0["project"] } == [.text("a"), .text("b"), .text("name of c")])
    #expect(projects.rows.allSatisfy { $0["difference_usd"] == .usd(nano: 0) })
    #expect(projects.mismatches == 0)
    #expect(projects.notes.contains("1 calls are of days that the invoice does not cover."))
    let models = try await Self.rows([Self.line(6_000_000)], store)
    #expect(models.rows.map { $0["ledger_usd"] } == [.usd(nano: 6_000_000)])
    #expect(models.mismatches == 0)
    let days = try await Self.rows([Self.line(6_000_000, model: nil)], store)
    #expect((days.rows.count, days.mismatches) == (1, 0))
  }

  @Test func `what explains a difference is told, and what does not is left over`() async throws {
    let plain = try await Self.store([Call(), Call()])
    func found(
      _ line: InvoiceLine, _ store: Store, tolerance: Int64 = 0, isShared: Bool = false
    ) async throws -> (Cell?, Cell?, Int) {
      let result = try await Self.rows(
        [line], store, tolerance: tolerance, isShared: isShared)
      return (result.rows[0]["explained_usd"], result.rows[0]["cause"], result.mismatches)
    }
    #expect(
      try await found(Self.line(4_000_001), plain) == (.usd(nano: 1), .text("rounding"), 0))
    #expect(
      try await found(Self.line(0, rounding: 5_000_000), plain)
        == (.usd(nano: -4_000_000), .text("rounding"), 0))
    // Half of it: as the list before has it.
    #expect(
      try await found(Self.line(2_000_000), plain)
        == (
          .usd(nano: -2_000_000), .text("price date: billed by the prices of 1970-01-01"), 0
        ))
    let more = Self.line(4_100_000)
    let others = Cell.text("not in the ledger: other users of the key or project")
    #expect(try await found(more, plain) == (.usd(nano: 0), others, 1))
    #expect(try await found(more, plain, tolerance: 100_000) == (.usd(nano: 0), others, 0))
    #expect(try await found(more, plain, isShared: true) == (.usd(nano: 100_000), others, 0))
    #expect(
      try await found(Self.line(3_900_000), plain)
        == (.usd(nano: 0), .text("in the ledger and not billed"), 1))
    let lost = try await Self.store([
      Call(), Call(prompt: nil, outcome: .unknownBilling, reserved: 9_000_000),
    ])
    #expect(
      try await found(Self.line(5_000_000), lost)
        == (
          .usd(nano: -6_000_000),
          .text("lost replies, which were reserved at more than was billed"), 0
        ))
    let unpriced = try await Self.store([Call(), Call(model: "none")])
    let result = try await Self.rows(
      [Self.line(2_000_000), Self.line(5_000, model: "none")], unpriced)
    #expect(result.mismatches == 1)
    #expect(
      result.rows[1]["cause"]
        == .text("1 calls have no price; `scorehouse prices import` brings it"))
  }

  @Test func `what only one side has is a row too`() async throws {
    let store = try await Self.store([Call()])
    let result = try await Self.rows([Self.line(7, model: "other")], store)
    #expect(result.rows.map { $0["model"] } == [.text("m"), .text("other")])
    #expect(result.rows.map { $0["invoice_usd"] } == [.usd(nano: 0), .usd(nano: 7)])
    #expect(result.mismatches == 2)
    #expect(result.notes[0].hasSuffix("-$0.001999993 left over."))
  }
}
