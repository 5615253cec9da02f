import Foundation
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Evaluate
@testable import Warehouse

/// Each fault between a run and its server ends as the outcome named for it.
@Suite(.eachBackend) struct FaultTests {
  @Test(arguments: [
    (
      JudgeServer.Answer.status(
        429, #"{"error":{"message":"slow","code":"rate_limit_exceeded"}}"#,
        headers: ["Retry-After": "0"]), "api_error rate_limit 1"
    ),
    (.status(503, "<html>down</html>"), "api_error overloaded 1"),
    (.status(502, "<html>bad gateway</html>"), "api_error server 1"),
    (.status(500, #"{"error":{"message":"oops","code":500}}"#), "api_error server 1"),
    (.status(504, "<html>gateway timeout</html>"), "api_error server 1"),
    (.status(529, #"{"error":{"type":"overloaded_error"}}"#), "api_error overloaded 1"),
    (.lost, "unknown_billing cut 1"),
    (.cut, "unknown_billing cut 1"),
    (.status(200, ""), "unknown_billing malformed 1"),
    (.status(200, "<html>hello</html>"), "unknown_billing malformed 1"),
    (.status(200, #"{"choices":[{"message":{"content":"hal"#), "unknown_billing malformed 1"),
  ])
  func `a fault that passes is tried again`(
    fault: JudgeServer.Answer, outcome: String
  )
    async throws
  {
    let server = try JudgeServer { _, number in number == 1 ? fault : .text("[[5]]") }
    let store = try await EvaluationStore.make(questions: 1, answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = 1
    let summary = try await store.run(settings)
    #expect(summary.stop == nil)
    #expect(summary.parts[0].tally.done == 2)
    #expect(summary.parts[0].tally.retries == 1)
    #expect(try await store.outcomes().sorted() == [outcome, "ok 2"].sorted())
  }

  @Test(arguments: [
    (401, #"{"error":{"message":"wrong key","code":"invalid_api_key"}}"#, "auth"),
    (404, #"{"error":{"message":"no such model","code":"model_not_found"}}"#, "not_found"),
    (429, #"{"error":{"message":"pay","code":"insufficient_quota"}}"#, "quota"),
  ])
  func `a fault that all calls would meet stops the run at once`(
    status: Int, body: String, errorClass: String
  ) async throws {
    let server = try JudgeServer { _, _ in .status(status, body) }
    let store = try await EvaluationStore.make(questions: 5, answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = 1
    let summary = try await store.run(settings)
    #expect(summary.stop?.isOfProvider == true, "ended as \(String(describing: summary.stop))")
    #expect(server.requests == 1)
    #expect(summary.parts[0].remaining == 10)
    #expect(try await store.outcomes() == ["api_error \(errorClass) 1"])
  }

  /// Those that are out come back; what waited behind them does not go.
  @Test func `a fault in the middle of a run lets no further call out`() async throws {
    let server = try JudgeServer { _, number in
      number <= 20 ? .text("[[5]]") : .status(401, "{}")
    }
    let store = try await EvaluationStore.make(questions: 40, answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = 8
    let summary = try await store.run(settings)
    #expect(summary.stop?.isOfProvider == true, "ended as \(String(describing: summary.stop))")
    #expect(server.requests <= 20 + settings.parallel)
  }

  /// Items that wait until they may be asked again keep others from being asked in their place, and
  /// from failing too.
  @Test func `a server that is down for a moment does not end the run`() async throws {
    let downSince = Mutex<ContinuousClock.Instant?>(nil)
    let server = try JudgeServer { _, number in
      guard number > 20 else { return .text("[[5]]") }
      let since = downSince.withLock { since in
        since = since ?? .now
        return since ?? .now
      }
      return since.duration(to: .now) < .milliseconds(500)
        ? .status(503, "{}", headers: ["Retry-After": "1"]) : .text("[[5]]")
    }
    let store = try await EvaluationStore.make(questions: 40, answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = 8
    let summary = try await store.run(settings)
    #expect(summary.stop == nil)
    #expect(summary.parts.map(\.tally.done) == [80])
    #expect(server.requests <= 80 + settings.parallel)
  }

  @Test func `a reply without usage has no cost, which is not zero`() async throws {
    let server = try JudgeServer { _, _ in
      .status(
        200,
        #"{"model":"m-1","choices":[{"message":{"content":"[[5]]"},"finish_reason":"stop"}]}"#)
    }
    let store = try await EvaluationStore.make(questions: 1, answered: ["tested"])
    try await store.setPrice(of: "m-1", nanoUSDPerMillion: 1_000)
    let summary = try await store.run(EvaluationStore.judging(server.endpoint))
    #expect(summary.parts[0].tally.done == 2)
    #expect(summary.parts[0].tally.unknownCosts == 2)
    #expect(
      try await store.integers("SELECT count(*) FROM call_costs WHERE nano_usd IS NULL") == [2])
  }

  @Test func `a request that is refused fails alone, and is asked again by the next run`()
    async throws
  {
    let server = try JudgeServer { body, number in
      body.contains("one 1") && number <= 4
        ? .status(400, #"{"error":{"message":"bad","type":"invalid_request_error"}}"#)
        : .text("[[5]]")
    }
    let store = try await EvaluationStore.make(questions: 2, answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = 1
    let summary = try await store.run(settings)
    #expect(summary.stop == nil)
    #expect(summary.parts[0].tally.failed == 2)
    let again = try await store.run(settings)
    #expect(again.run == summary.run)
    #expect(again.parts[0].tally.failed == 0)
    #expect(again.parts[0].tally.done == 2)
  }

  /// The key is in the request, and nowhere else.
  @Test func `no key is in the store`() async throws {
    let key = "sk-test-0123456789-secret"
    unsafe setenv("SCOREHOUSE_TEST_KEY_C", key, 1)
    let server = try JudgeServer { _, number in
      number == 1 ? .status(503, #"{"error":{"message":"\#(key)"}}"#) : .text("[[5]]")
    }
    let store = try await EvaluationStore.make(questions: 1, answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.judgings[0].call.keyVariable = "SCOREHOUSE_TEST_KEY_C"
    _ = try await store.run(settings)
    #expect(server.server.requests.allSatisfy { $0.head.contains(key) })
    for name in try TemporaryFolder.current.names() {
      let bytes = try TemporaryFolder.bytes(of: try TemporaryFolder.current.file(name))
      #expect(Data(bytes).range(of: Data(key.utf8)) == nil)
    }
  }
}

extension StopReason {
  fileprivate var isOfProvider: Bool {
    if case .provider = self { true } else { false }
  }
}
