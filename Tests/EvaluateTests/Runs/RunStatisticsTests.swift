import Query
import TestSupport
import Testing
import Warehouse

@testable import Evaluate

/// What only runs tell: answers that were cut off, and verdicts that were repeated.
@Suite(.eachBackend) struct RunStatisticsTests {
  @Test func `answers that were cut off are counted on the board`() async throws {
    let server = try JudgeServer { body, number in
      if body.contains("\"judge\"") { return .text("[[\(number % 3 + 5)]]") }
      return .text("a reply", finish: body.contains("first 1") ? "length" : "stop")
    }
    let store = try await EvaluationStore.make(answered: ["old"])
    _ = try await store.run(EvaluationStore.generation(server.endpoint))
    let cutOff = try await store.integers(
      "SELECT count(*) FROM answers WHERE outcome = 'truncated'")[0]
    #expect(cutOff > 0)
    _ = try await store.run(EvaluationStore.judging(server.endpoint, models: ["tested", "old"]))
    let report = try await LeaderboardReport(BoardQuery()).run(on: store.store)
    let rows = report.sections.flatMap(\.rows).map { row in
      Dictionary(uniqueKeysWithValues: zip(report.columns.map(\.name), row.cells))
    }
    #expect(rows.first { $0["model"] == .text("tested") }?["truncated"] == .integer(cutOff))
    // Nobody says how imported answers ended.
    #expect(rows.first { $0["model"] == .text("old") }?["truncated"] == .null)
  }

  @Test func `repeats tell how much verdicts vary, and what more of them would help`()
    async throws
  {
    let server = try JudgeServer { _, number in .text("[[\(number * number % 7 + 2)]]") }
    let store = try await EvaluationStore.make(questions: 4, answered: ["one", "two"])
    var settings = EvaluationStore.judging(server.endpoint, models: ["one", "two"])
    settings.judgings[0].repeats = 3
    _ = try await store.run(settings)
    let bias = try await BiasReport(BoardQuery()).run(on: store.store)
    let noise = bias.sections.flatMap(\.rows).map { row in
      Dictionary(uniqueKeysWithValues: zip(bias.columns.map(\.name), row.cells))
    }
    .filter { $0["bias"] == .text("noise") }
    #expect(noise.count == 2)
    #expect(noise.allSatisfy { $0["n"] == .integer(8) && $0["value"] != .null })
    // The same by hand, from the verdicts themselves.
    let verdicts = try await store.texts(
      """
      SELECT m.name || ' ' || j.question_id || ' ' || j.turn || ' ' || j.score FROM judgments j
      JOIN models m ON m.id = j.model_id ORDER BY j.question_id, j.turn, j.score
      """)
    for model in ["one", "two"] {
      let lines = verdicts.map { $0.split(separator: " ") }.filter { $0[0] == model }
      let scores = Dictionary(grouping: lines) { "\($0[1]) \($0[2])" }.values
        .map { $0.compactMap { Double($0[3]) } }
      #expect(scores.count == 8 && scores.allSatisfy { $0.count == 3 })
      let row = try #require(noise.first { $0["part"] == .text(model) })
      let mean = scores.map { $0.reduce(0, +) / 3 }.reduce(0, +) / 8
      guard case .real(let found)? = row["mean"] else {
        Issue.record("no mean")
        continue
      }
      #expect(abs(found - mean) < 1e-12)
      #expect(row["median"] == .real(scores.map { $0.sorted()[1] }.reduce(0, +) / 8))
    }
    var query = BoardQuery()
    query.models = ["one", "two"]
    let power = try await PowerReport(query, differences: [1]).run(on: store.store)
    let index = try #require(power.columns.firstIndex { $0.name == "variance_repeats" })
    #expect(power.sections[0].rows.allSatisfy { $0.cells[index] != .null })
    let compared = try await CompareReport(query).run(on: store.store)
    #expect(compared.sections[0].notes.joined().contains("What calls cost: one "))
  }
}
