import Evaluate
import TestSupport
import Testing
import Transport

/// Faults of a real server between us and the model, each as the failure that the ledger names.
@Suite(.temporaryFolder, .ownThreads, .enabled(if: Nginx.isThere))
struct NginxFaultTests {
  private let chat = ChatRequest(model: "m", messages: [ChatMessage(.user, "a")])

  /// A model that answers; below `/slow` after a while.
  private func model() throws -> LoopbackServer {
    try LoopbackServer { request, reply in
      if request.line.contains("/slow") { reply.pause(1) }
      reply.send(status: 200, #"{"choices":[{"message":{"content":"b"},"finish_reason":"stop"}]}"#)
      return true
    }
  }

  private func client(
    _ nginx: Nginx, _ path: String, idle: Duration = .seconds(20)
  ) throws -> ModelClient {
    var client = try ModelClient(try Endpoint(nginx.url(path)), transport: try CurlTransport())
    client.timeouts = HTTPTimeouts(idle: idle, total: .seconds(20))
    return client
  }

  private func name(_ client: ModelClient) async throws -> String {
    let call = await client.send(try client.request(chat), for: chat)
    switch call.result {
    case .success(let completion): return "ok \(completion.choices.first?.text ?? "")"
    case .failure(let failure):
      #expect(!"\(failure)".contains("\n"))
      return "\(failure.name) \(call.status ?? 0)"
    }
  }

  @Test func `each fault by its name`() async throws {
    let model = try model()
    let nginx = try Nginx(before: model.port, in: .current)
    let expected = [
      "/v1": "ok b", "/500": "server 500", "/cut": "cut 0", "/html": "server 502",
      "/half": "malformed 200", "/down": "server 502", "/slow": "server 504",
    ]
    for (path, outcome) in expected {
      #expect(try await name(client(nginx, path)) == outcome, "\(path)")
    }
  }

  @Test func `a limit of requests names its wait`() async throws {
    let model = try model()
    let nginx = try Nginx(before: model.port, in: .current)
    let client = try client(nginx, "/429")
    var failures: [CallFailure] = []
    for _ in 0..<20 where failures.count < 2 {
      let call = await client.send(try client.request(chat), for: chat)
      if case .failure(let failure) = call.result { failures.append(failure) }
    }
    #expect(failures.count == 2)
    #expect(failures.allSatisfy { $0.name == "rate_limit" && $0.retryAfter == .seconds(1) })
  }

  @Test func `with retries a flaky server answers all`() async throws {
    let model = try model()
    let nginx = try Nginx(before: model.port, in: .current)
    let client = try client(nginx, "/flaky")
    var policy = RetryPolicy()
    policy.maximumAttempts = 12
    policy.firstDelay = .milliseconds(1)
    policy.longestDelay = .milliseconds(5)
    var random = SeededRandom(seed: 1)
    var attempts = 0
    for _ in 0..<20 {
      for attempt in 1... {
        attempts += 1
        let call = await client.send(try client.request(chat), for: chat)
        guard case .failure(let failure) = call.result else { break }
        #expect(failure.name == "overloaded")
        guard case .retry(let wait) = policy.decision(after: attempt, failure, random: &random)
        else {
          Issue.record("it gives up: \(failure)")
          break
        }
        try await Task.sleep(for: wait)
      }
    }
    #expect(attempts > 20)
    #expect(model.requests.count == 20)
  }
}
