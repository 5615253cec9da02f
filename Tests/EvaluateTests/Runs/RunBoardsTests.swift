import Glibc
import Storage
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Evaluate
@testable import Warehouse

/// What boards show of runs that are under way, or did not get to their ends.
@Suite(.eachBackend) struct RunBoardsTests {
  @Test(.timeLimit(.minutes(5)))
  func `boards show what has come while the run goes on`() async throws {
    let mayGoOn = Mutex(false)
    let server = try JudgeServer { _, number in
      while number > 4, !mayGoOn.withLock({ $0 }) { usleep(1_000) }
      return .text("[[5]]")
    }
    let store = try await EvaluationStore.make(answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = 1
    defer { mayGoOn.withLock { $0 = true } }
    let run = Task { try await store.run(settings) }
    let deadline = ContinuousClock.now + .seconds(120)
    while try await store.integers("SELECT n FROM board_models") != [4] {
      try #require(ContinuousClock.now < deadline)
      try await Task.sleep(for: .milliseconds(100))
    }
    mayGoOn.withLock { $0 = true }
    #expect(try await run.value.stop == nil)
    #expect(try await store.integers("SELECT n FROM board_models") == [6])
  }

  @Test func `a run that was killed before its boards is looked after by resume`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(answered: ["tested"])
    let summary = try await store.run(EvaluationStore.judging(server.endpoint))
    try await store.store.database.write { connection in
      for table in ["board_judgments", "board_models"] {
        try connection.execute("DELETE FROM \(table)")
      }
    }
    // What has come into the benchmark since is not asked for.
    try await store.addQuestion(7, answered: "tested")
    #expect(try await Evaluation.refreshBoardsOfNewestRun(in: store.store) == summary.run)
    #expect(server.requests == 6)
    #expect(try await store.integers("SELECT n FROM board_models") == [6])
  }

  @Test func `a run that stops between its parts is not at its end`() async throws {
    let control = RunControl()
    let server = try JudgeServer { _, number in
      if number == 6 { control.interrupt() }
      return .text("[[5]]")
    }
    let store = try await EvaluationStore.make()
    var settings = EvaluationStore.generation(server.endpoint)
    settings.judgings = EvaluationStore.judging(server.endpoint).judgings
    settings.parallel = 1
    let summary = try await store.run(settings, control)
    #expect(summary.stop == .interrupted)
    #expect(summary.parts.map(\.remaining) == [0])
    #expect(summary.untouched == 1)
    #expect(!summary.isComplete)
    let rest = try await Evaluation.resuming(
      summary.run, in: store.store, person: "tests", transport: try CurlTransport()
    ).run()
    #expect(rest.run == summary.run)
    #expect(rest.isComplete)
    #expect(server.requests == 12)
  }
}
