import Storage
import TestSupport
import Testing
import Transport

@testable import Evaluate
@testable import Warehouse

/// The plan that was shown is the one that runs, unless the store has got more since.
@Suite(.eachBackend, .temporaryFolder) struct KeptPlanTests {
  private static func plans(_ store: Store, _ settings: RunSettings) async throws -> KeptPlans.Plans
  {
    try await store.database.read { connection in
      KeptPlans.Plans(
        mark: try StoreMark(connection), generations: [],
        judgings: try settings.judgings.map { try Planner(connection).plan($0) })
    }
  }

  private static func mark(_ store: Store) async throws -> StoreMark {
    try await store.database.read { try StoreMark($0) }
  }

  @Test func `a plan is given up once, for the settings it was made for`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(answered: ["tested"])
    let settings = EvaluationStore.judging(server.endpoint)
    _ = try await store.forecast(settings)
    let kept = KeptPlans()
    kept.keep(try await Self.plans(store.store, settings))
    let mark = try await Self.mark(store.store)
    var others = settings.judgings[0]
    others.repeats = 2
    #expect(kept.take(others, at: mark) == nil)
    #expect(kept.take(settings.judgings[0], at: mark)?.verdicts.count == 6)
    #expect(kept.take(settings.judgings[0], at: mark) == nil)
  }

  @Test func `what another run bought since the plan was shown is not bought again`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(answered: ["tested"])
    let settings = EvaluationStore.judging(server.endpoint)
    var others = settings
    others.experiment = "other"
    let shown = try await store.evaluation(settings)
    #expect(try await shown.forecast().calls == 6)
    _ = try await store.run(others)
    let summary = try await shown.run(RunControl())
    #expect(summary.parts.map(\.reused) == [6])
    #expect(try await store.integers("SELECT count(*) FROM calls") == [6])
  }

  @Test func `a statement since the plan was shown counts`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(answered: ["tested"])
    let settings = EvaluationStore.judging(server.endpoint)
    _ = try await store.run(settings)
    let before = try await Self.mark(store.store)
    _ = try await store.store.database.write { connection in
      let key = try connection.first("SELECT model_key FROM models WHERE name = 'tested'") {
        Key(try $0.bytes(0))
      }
      let draft = StatementDraft(.label, .model, try #require(key ?? nil), value: "better")
      return try StatementWriter(connection, author: "tests", reason: "tests").state([draft])
    }
    #expect(try await Self.mark(store.store) != before)
  }

  @Test func `a run that was shown asks as one that was not`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(answered: ["tested"])
    let evaluation = try await store.evaluation(EvaluationStore.judging(server.endpoint))
    let forecast = try await evaluation.forecast()
    let summary = try await evaluation.run(RunControl())
    #expect(forecast.calls == 6)
    #expect(summary.parts.map(\.tally.done) == [6])
    #expect(try await store.integers("SELECT count(*) FROM judgments") == [6])
  }
}
