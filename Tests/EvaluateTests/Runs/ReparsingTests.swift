import Ingest
import Storage
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
    // As a kill between the last verdict and the boards leaves it.
    _ = try await store.store.database.write { connection in
      for table in ["board_judgments", "board_models"] {
        try connection.execute("DELETE FROM \(table)")
      }
    }
    _ = try await reparsing.run(person: "tests")
    #expect(try await store.integers("SELECT count(*) FROM judgments") == [12])
    #expect(try await store.integers("SELECT n FROM board_models") == [6])
    #expect(try await store.store.integrityProblems() == [])
    #expect(server.requests == 6)
  }

  /// FastChat's tools take all that is in one file for one judge's.
  @Test func `verdicts read by several parsers are exported to files of their own`() async throws {
    let server = try JudgeServer { _, _ in .text("I weigh [[3]].\n[[7]]") }
    let store = try await EvaluationStore.make(answered: ["tested"])
    _ = try await store.run(EvaluationStore.judging(server.endpoint))
    let one = try TemporaryFolder.current.file("one")
    let path = "runs/b/model_judgment/judge"
    var summary = try await FastChatExporter(store.store).export(to: one)
    #expect(summary.files.map(\.path).filter { $0.hasPrefix(path) } == ["\(path)_single.jsonl"])
    _ = try await Reparsing(store.store, .fastchat1, benchmark: nil, judge: "judge")
      .run(person: "tests")
    let two = try TemporaryFolder.current.file("two")
    summary = try await FastChatExporter(store.store).export(to: two)
    let keys = try await store.store.database.read { connection in
      try connection.all("SELECT judge_key FROM judges ORDER BY judge_key") { try $0.bytes(0) }
    }
    let names = keys.compactMap(Key.init).map { "\(path)@\($0.short)_single.jsonl" }
    #expect(names.count == 2)
    #expect(summary.files.map(\.path).filter { $0.hasPrefix(path) } == names)
    // Read again, each is told apart by what it says.
    let again = try await EvaluationStore.make(answered: ["tested"])
    var options = Importer.Options(person: "tests")
    options.benchmark = "b"
    let imported = try await Importer(again.store).run([two], options)
    #expect(imported.problems.isEmpty)
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
