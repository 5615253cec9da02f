import TestSupport
import Testing

@testable import Evaluate
@testable import Warehouse

/// Stored texts, read by another parser.
@Suite(.eachBackend) struct ReparsingTests {
  @Test func `only what reads otherwise is told, and the verdicts before stay`() async throws {
    let server = try JudgeServer { body, _ in
      body.contains("one 1") ? .text("I weigh [[3]].\n[[7]]") : .text("[[5]]")
    }
    let store = try await EvaluationStore.make(answered: ["tested"])
    _ = try await store.run(EvaluationStore.judging(server.endpoint))
    let reparsing = Reparsing(store.store, .fastchat1, benchmark: nil, judge: "judge")
    let forecast = try await reparsing.forecast()
    #expect(forecast.verdicts == 6)
    #expect(forecast.changes.map(\.before) == ["7.0", "7.0"])
    #expect(forecast.changes.map(\.after) == ["3.0", "3.0"])
    #expect(try await store.integers("SELECT count(*) FROM judgments") == [6])
    _ = try await reparsing.run(person: "tests")
    #expect(try await store.integers("SELECT count(*) FROM judgments") == [12])
    #expect(
      try await store.texts("SELECT parser FROM judges ORDER BY parser")
        == ["fastchat-1", "strict-1"])
    #expect(try await store.integers("SELECT n FROM board_models") == [6, 6])
    _ = try await reparsing.run(person: "tests")
    #expect(try await store.integers("SELECT count(*) FROM judgments") == [12])
    #expect(try await store.store.integrityProblems() == [])
    #expect(server.requests == 6)
  }

  @Test func `the games of a pair stay together`() async throws {
    let server = try JudgeServer { _, _ in .text("[[B]]\n[[A]]") }
    let store = try await EvaluationStore.make(questions: 1, answered: ["x", "y"])
    var settings = EvaluationStore.judging(server.endpoint, models: ["x", "y"])
    settings.judgings[0].pairing = .all
    _ = try await store.run(settings)
    let before = try await store.integers("SELECT count(*) FROM records WHERE kind = 'judgment'")
    _ = try await Reparsing(store.store, .fastchat1, benchmark: "b", judge: nil)
      .run(person: "tests")
    let after = try await store.integers("SELECT count(*) FROM records WHERE kind = 'judgment'")
    #expect(before == [2])
    #expect(after == [4])
    #expect(try await store.integers("SELECT ties FROM board_models") == [2, 2, 2, 2])
  }
}
