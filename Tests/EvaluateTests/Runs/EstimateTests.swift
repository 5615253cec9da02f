import Storage
import TestSupport
import Testing

@testable import Evaluate
@testable import Warehouse

/// What a plan takes replies to be long.
@Suite(.eachBackend, .temporaryFolder) struct EstimateTests {
  private static func judging(_ endpoint: String, _ model: String) -> RunSettings {
    var settings = EvaluationStore.judging(endpoint, models: [model])
    settings.judgings[0].call.maxTokens = 1_000
    return settings
  }

  @Test func `without earlier calls replies are a quarter of what they may be`() async throws {
    let store = try await EvaluationStore.make(questions: 10, answered: ["tested"])
    try await store.setPrice(of: "judge", nanoUSDPerMillion: 1_000_000_000)
    let part = try await store.forecast(Self.judging("http://127.0.0.1:9/v1", "tested")).parts[0]
    #expect(part.calls == 20)
    #expect(part.completionTokens == 20 * 250)
    #expect(part.notes.isEmpty)
  }

  @Test func `earlier calls of the model say how long its replies are`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(questions: 10, answered: ["tested", "other"])
    try await store.setPrice(of: "judge", nanoUSDPerMillion: 1_000_000_000)
    let before = try await store.forecast(Self.judging(server.endpoint, "other")).parts[0]
    _ = try await store.run(Self.judging(server.endpoint, "tested"))
    let tokens = try await store.integers(
      """
      SELECT CAST(sum(completion_tokens + coalesce(reasoning_tokens, 0)) / count(*) AS BIGINT)
      FROM calls
      """)
    let mean = try #require(tokens.first)
    #expect(mean > 0)
    let part = try await store.forecast(Self.judging(server.endpoint, "other")).parts[0]
    #expect(part.calls == 20)
    #expect(part.completionTokens == 20 * mean)
    #expect(
      part.notes == [
        "Replies are reckoned at \(mean) tokens, the mean of 20 earlier ones of judge."
      ])
    // The most that it may cost is as before.
    #expect(part.highNanoUSD == before.highNanoUSD)
    let costs = try [part.lowNanoUSD, part.likelyNanoUSD, part.highNanoUSD].map { try #require($0) }
    #expect(costs == costs.sorted())
    // Shorter replies than the model's usual ones are all that it may give.
    var short = Self.judging(server.endpoint, "other")
    short.judgings[0].call.maxTokens = 1
    #expect(try await store.forecast(short).parts[0].completionTokens == min(20, 20 * mean))
  }

  @Test func `too few calls, and those of another role or model, say nothing`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(questions: 9, answered: ["tested", "other"])
    _ = try await store.run(Self.judging(server.endpoint, "tested"))
    let found = try await store.store.database.read { connection in
      try ReplyLength(connection, role: .judge, requestedModel: "judge")
    }
    #expect(found == nil)
    _ = try await store.run(Self.judging(server.endpoint, "other"))
    let all = try await store.store.database.read { connection in
      try [
        ReplyLength(connection, role: .judge, requestedModel: "judge"),
        ReplyLength(connection, role: .generate, requestedModel: "judge"),
        ReplyLength(connection, role: .judge, requestedModel: "else"),
      ]
    }
    #expect(all.map { $0?.calls } == [36, nil, nil])
  }
}
