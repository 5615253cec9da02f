import Query
import TestSupport
import Testing
import Warehouse

@testable import Evaluate

/// Costs of runs, told by anything.
@Suite(.eachBackend) struct CostsTests {
  @Test(arguments: CostDimension.allCases)
  func `every grouping sums to the same total`(dimension: CostDimension) async throws {
    let server = try JudgeServer { _, number in
      number == 2 ? .status(500, "{}") : number == 3 ? .lost : .text("[[5]]")
    }
    let store = try await EvaluationStore.make(questions: 2, answered: ["tested"])
    try await store.setPrice(of: "judge", nanoUSDPerMillion: 7_000_003)
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = 1
    settings.experiment = "x"
    let summary = try await store.run(settings)
    var query = CostQuery()
    query.by = [dimension]
    let report = try await CostsReport(query).run(on: store.store)
    let names = report.columns.map(\.name)
    let rows = report.sections.flatMap(\.rows).map { row in
      Dictionary(uniqueKeysWithValues: zip(names, row.cells))
    }
    #expect(rows.count == 1)
    #expect(rows[0]["cost_usd"] == .usd(nano: summary.parts[0].tally.costNanoUSD))
    #expect(rows[0]["calls"] == .integer(6))
    #expect(rows[0]["failed_calls"] == .integer(2))
    #expect(rows[0]["prompt_tokens"] == .integer(400))
    #expect(rows[0]["estimated"] == .boolean(true))
    guard case .usd(let wasted)? = rows[0]["wasted_usd"] else { return }
    #expect(wasted > 0)
  }

  @Test func `filters leave out what does not fit`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(questions: 1, answered: ["tested"])
    _ = try await store.run(EvaluationStore.judging(server.endpoint))
    var query = CostQuery()
    query.model = "other"
    #expect(try await CostsReport(query).run(on: store.store).sections[0].rows.isEmpty)
    query.model = "tested"
    query.judge = "judge"
    let report = try await CostsReport(query).run(on: store.store)
    #expect(report.sections[0].rows.count == 1)
    #expect(report.notes.count == 1)
  }

  @Test func `what was done already is what reuse saved, once`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(questions: 2, answered: ["tested"])
    try await store.setPrice(of: "judge", nanoUSDPerMillion: 5_000_000)
    let settings = EvaluationStore.judging(server.endpoint)
    let spent = try await store.run(settings).parts[0].tally.costNanoUSD
    #expect(spent > 0)
    var again = settings
    again.experiment = "again"
    #expect(try await store.run(again).parts[0].reused == 4)
    let report = try await CostsReport(CostQuery()).run(on: store.store)
    let names = report.columns.map(\.name)
    let rows = report.sections[0].rows.map {
      Dictionary(uniqueKeysWithValues: zip(names, $0.cells))
    }
    #expect(rows.map { $0["experiment"] } == [.null, .text("again")])
    #expect(rows.map { $0["saved_usd"] } == [.usd(nano: 0), .usd(nano: spent)])
    #expect(rows.map { $0["judgments"] } == [.integer(4), .integer(0)])
    #expect(rows[0]["usd_per_judgment"] == .usd(nano: (spent + 2) / 4))
    #expect(rows[0]["models_scored"] == .integer(1))
  }

  @Test func `imported rows are estimated when asked, in columns of their own`() async throws {
    let store = try await EvaluationStore.make(questions: 1, answered: ["tested"])
    try await store.setPrice(of: "tested", nanoUSDPerMillion: 1_000_000)
    var query = CostQuery()
    #expect(try await CostsReport(query).run(on: store.store).sections[0].rows.isEmpty)
    query.estimates = true
    let report = try await CostsReport(query).run(on: store.store)
    let row = Dictionary(
      uniqueKeysWithValues: zip(report.columns.map(\.name), report.sections[0].rows[0].cells))
    // "first 1" and "tested one 1"; "first 1second 1tested one 1" and "tested two 1", in bytes:
    // 7 and 12, 27 and 12; a nano-dollar a token.
    #expect(row["estimate_low_usd"] == .usd(nano: 2 + 3 + 6 + 3))
    #expect(row["estimate_usd"] == .usd(nano: 2 + 3 + 7 + 3))
    #expect(row["estimate_high_usd"] == .usd(nano: 3 + 4 + 9 + 4))
    #expect(row["estimated"] == .boolean(true))
    #expect(row["cost_usd"] == .usd(nano: 0))
    #expect(report.notes.contains { $0.contains("2 imported rows are estimated") })
  }
}
