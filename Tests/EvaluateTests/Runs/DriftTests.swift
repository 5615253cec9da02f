import Storage
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Evaluate
@testable import Warehouse

/// Models that answer as another version than before.
@Suite(.eachBackend) struct DriftTests {
  @Test func `another version stops the run, unless it is allowed to`() async throws {
    let server = try JudgeServer { _, number in
      .text("[[5]]", model: number == 1 ? "j-1" : "j-2")
    }
    let store = try await EvaluationStore.make(answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = 1
    let summary = try await store.run(settings)
    #expect(summary.stop == .drift(model: "judge", before: "j-1", now: "j-2"))
    #expect(server.requests == 2)
    #expect(summary.parts[0].remaining == 4)
    settings.allowsDrift = true
    #expect(try await store.run(settings).stop == nil)
  }

  @Test func `a later run is stopped too, as its verdicts would stand on another board`()
    async throws
  {
    let version = Mutex("j-1")
    let server = try JudgeServer { _, _ in .text("[[5]]", model: version.withLock { $0 }) }
    let store = try await EvaluationStore.make(answered: ["x", "y"])
    var settings = EvaluationStore.judging(server.endpoint, models: ["x"])
    settings.parallel = 1
    #expect(try await store.run(settings).stop == nil)
    #expect(server.requests == 6)
    version.withLock { $0 = "j-2" }
    settings.judgings[0].models = ["x", "y"]
    let summary = try await store.run(settings)
    #expect(summary.stop == .drift(model: "judge", before: "j-1", now: "j-2"))
    #expect(server.requests == 7)
    // The run's own verdict does not make it usual.
    let again = try await resume(store, summary.run)
    #expect(again.stop == .drift(model: "judge", before: "j-1", now: "j-2"))
    #expect(server.requests == 7)
    #expect(try await resume(store, summary.run, allowsDrift: true).stop == nil)
    #expect(server.requests == 12)
    // Nothing is left to ask, and the plan says what stands.
    #expect(
      try await store.forecast(settings).parts[0].notes == [
        "What stands was judged by j-1 and by j-2, which have boards of their own; --fresh asks the "
          + "version that answers now for all of it."
      ])
    // From then on the newer one is what answered before.
    settings.judgings[0].repeats = 2
    #expect(try await store.run(settings).stop == nil)
  }

  @Test func `a run that has nothing left to ask comes to its end`() async throws {
    let server = try JudgeServer { _, number in .text("[[5]]", model: "j-\(number)") }
    let store = try await EvaluationStore.make(questions: 1, answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = 1
    let summary = try await store.run(settings)
    #expect(summary.stop == .drift(model: "judge", before: "j-1", now: "j-2"))
    #expect(summary.parts[0].remaining == 0)
    #expect(try await resume(store, summary.run).stop == nil)
    #expect(server.requests == 2)
  }

  @Test func `who asks for everything anew asks whoever answers now`() async throws {
    let version = Mutex("j-1")
    let server = try JudgeServer { _, _ in .text("[[5]]", model: version.withLock { $0 }) }
    let store = try await EvaluationStore.make(answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    #expect(try await store.run(settings).stop == nil)
    version.withLock { $0 = "j-2" }
    settings.judgings[0].isFresh = true
    #expect(try await store.run(settings).stop == nil)
    #expect(server.requests == 12)
  }

  @Test func `versions that people say are one do not stop a run`() async throws {
    let version = Mutex("j-1")
    let server = try JudgeServer { _, _ in .text("[[5]]", model: version.withLock { $0 }) }
    let store = try await EvaluationStore.make(answered: ["x", "y"])
    var settings = EvaluationStore.judging(server.endpoint, models: ["x"])
    #expect(try await store.run(settings).stop == nil)
    version.withLock { $0 = "j-2" }
    settings.judgings[0].isFresh = true
    #expect(try await store.run(settings).stop == nil)
    let keys = try await store.store.database.read { connection in
      try connection.all("SELECT judge_key FROM judges ORDER BY resolved_model") { row in
        try #require(Key(try row.bytes(0)))
      }
    }
    version.withLock { $0 = "j-1" }
    settings.judgings[0].isFresh = false
    settings.judgings[0].models = ["y"]
    _ = try await store.store.state(
      [StatementDraft(.sameJudge, .judge, keys[0], other: keys[1])], author: "tests",
      reason: "tried")
    #expect(try await store.run(settings).stop == nil)
  }

  @Test func `another pairing, and another parser, have a board of their own`() async throws {
    let version = Mutex("j-1")
    let server = try JudgeServer { body, _ in
      .text(
        body.contains("Assistant B") || body.contains("[[A]]") ? "[[A]]" : "[[5]]",
        model: version.withLock { $0 })
    }
    let store = try await EvaluationStore.make(answered: ["x", "y"])
    var settings = EvaluationStore.judging(server.endpoint, models: ["x", "y"])
    #expect(try await store.run(settings).stop == nil)
    version.withLock { $0 = "j-2" }
    settings.judgings[0].pairing = .all
    #expect(try await store.run(settings).stop == nil)
    version.withLock { $0 = "j-3" }
    settings.judgings[0].repeats = 2
    #expect(
      try await store.run(settings).stop == .drift(model: "judge", before: "j-2", now: "j-3"))
  }

  private func resume(
    _ store: EvaluationStore, _ run: String, allowsDrift: Bool = false
  ) async throws -> EvaluationSummary {
    try await Evaluation.resuming(
      run, in: store.store, person: "tests", transport: try CurlTransport(),
      allowsDrift: allowsDrift
    ).run()
  }
}
