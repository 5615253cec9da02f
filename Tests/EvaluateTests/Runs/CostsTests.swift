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
    _ = try await store.store.add(
      prices: [PriceRow.TokenClass.input, .output].map { tokenClass in
        PriceRow(
          provider: "*", model: "judge", tokenClass, nanoUSDPerMillion: 7_000_003, validFrom: 0,
          source: "test")
      })
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
}
