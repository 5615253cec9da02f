import Evaluate
import Foundation
import TestSupport
import Testing
import Transport

/// How calls are tried again, judged by llmock, which fails on purpose and watches the client.
@Suite(.temporaryFolder, .ownThreads, .enabled(if: CallTools.path(of: "llmock") != nil))
struct LLMockTests {
  /// llmock as it runs, with what it is told and what it says.
  private struct Mock {
    let process: ServerProcess
    let url: String
    let transport: CurlTransport

    init() throws {
      let port = try ServerProcess.freePort()
      url = "http://127.0.0.1:\(port)"
      transport = try CurlTransport()
      process = try ServerProcess(
        CallTools.path(of: "llmock") ?? "llmock", ["serve", "--port", "\(port)"], port: port,
        log: TemporaryFolder.current.file("llmock.log"), seconds: 60)
    }

    func script(_ behaviors: String) async throws {
      let response = try await transport.send(
        HTTPRequest(
          .post, url + "/_llmock/scenario", headers: ["Content-Type": "application/json"],
          body: Array("{\"behaviors\":[\(behaviors)]}".utf8)))
      try #require(response.status == 201)
    }

    func verdict() async throws -> [String: Any] {
      let response = try await transport.send(HTTPRequest(.get, url + "/_llmock/verdict"))
      let value = try JSONSerialization.jsonObject(with: Data(response.body))
      return value as? [String: Any] ?? [:]
    }
  }

  /// Asks, and asks again as the policy says.
  private func ask(
    _ mock: Mock, _ text: String, idle: Duration = .seconds(20)
  ) async throws -> Result<Completion, CallFailure> {
    var client = try ModelClient(try Endpoint(mock.url + "/v1"), transport: mock.transport)
    client.timeouts = HTTPTimeouts(idle: idle)
    let chat = ChatRequest(model: "m", messages: [ChatMessage(.user, text)])
    var random = SeededRandom(seed: 7)
    for attempt in 1... {
      let result = await client.send(try client.request(chat), for: chat).result
      guard case .failure(let failure) = result,
        case .retry(let wait) = RetryPolicy().decision(after: attempt, failure, random: &random)
      else { return result }
      try await Task.sleep(for: wait)
    }
    throw CancellationError()
  }

  @Test(arguments: [
    (#"{"type":"fail","status":429,"retry_after":1,"times":1}"#, "ok"),
    (#"{"type":"fail","status":429,"times":2}"#, "ok"),
    (#"{"type":"fail","status":503,"times":2}"#, "ok"),
    (#"{"type":"fail","status":500,"times":1},{"type":"fail","status":529,"times":1}"#, "ok"),
    (#"{"type":"delay","seconds":1.5}"#, "ok"),
    (#"{"type":"fail","status":400}"#, "bad_request"),
    (#"{"type":"fail","status":401}"#, "auth"),
    (#"{"type":"fail","status":404}"#, "not_found"),
  ])
  func `it passes llmock's judgment`(behaviors: String, outcome: String) async throws {
    let mock = try Mock()
    try await mock.script(behaviors)
    switch try await ask(mock, behaviors) {
    case .success(let completion):
      #expect(outcome == "ok")
      #expect(completion.choices.first?.text?.isEmpty == false)
    case .failure(let failure): #expect(failure.name == outcome)
    }
    let verdict = try await mock.verdict()
    #expect(verdict["passed"] as? Bool == true, "\(verdict)")
    #expect(verdict["warnings"] as? Int == 0, "\(verdict)")
  }

  /// A judge that cannot say no is none.
  @Test func `llmock tells a client that does not wait`() async throws {
    let mock = try Mock()
    try await mock.script(#"{"type":"fail","status":429,"retry_after":600,"times":1}"#)
    let client = try ModelClient(try Endpoint(mock.url + "/v1"), transport: mock.transport)
    let chat = ChatRequest(model: "m", messages: [ChatMessage(.user, "a")])
    for _ in 0..<2 { _ = await client.send(try client.request(chat), for: chat) }
    #expect(try await mock.verdict()["passed"] as? Bool == false)
  }
}
