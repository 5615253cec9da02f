import Evaluate
import Foundation
import TestSupport
import Testing
import Transport

/// Calls to a server on this machine, from a question to what the ledger is told.
@Suite(.ownThreads) struct ModelClientTests {
  private let chat = ChatRequest(model: "m", messages: [ChatMessage(.user, "a")])

  private func client(_ url: String) throws -> ModelClient {
    unsafe setenv("SCOREHOUSE_TEST_KEY_B", "sk-12345", 1)
    var endpoint = try Endpoint(url)
    endpoint.keyVariable = "SCOREHOUSE_TEST_KEY_B"
    return try ModelClient(endpoint, transport: try CurlTransport())
  }

  private func call(_ server: LoopbackServer) async throws -> ModelCall {
    let client = try client(server.url("/v1"))
    return await client.send(try client.request(chat), for: chat)
  }

  @Test func `an answer`() async throws {
    let server = try LoopbackServer { _, reply in
      reply.send(
        status: 200, #"{"choices":[{"message":{"content":"b"}}]}"#,
        headers: ["x-ratelimit-limit-requests": "500", "x-ratelimit-limit-tokens": "-1"])
      return true
    }
    let call = try await call(server)
    #expect(try call.result.get().choices.map(\.text) == ["b"])
    #expect(call.status == 200)
    #expect(call.limits == RateLimits(requests: 500))
    #expect(!call.isBillingUnknown)
    let request = try #require(server.requests.first)
    #expect(request.line == "POST /v1/chat/completions")
    #expect(request.head.contains("Authorization: Bearer sk-12345"))
  }

  @Test func `a reply that is lost may be charged for`() async throws {
    let server = try LoopbackServer { _, _ in false }
    let call = try await call(server)
    #expect(call.isBillingUnknown)
    #expect(call.sentAt != nil)
    #expect(call.status == nil)
    let client = try client("http://127.0.0.1:1/v1")
    let unsent = await client.send(try client.request(chat), for: chat)
    #expect(!unsent.isBillingUnknown)
    #expect(unsent.sentAt == nil)
  }

  /// Some servers repeat the key in the words of their refusal.
  @Test func `a key that comes back is not shown`() async throws {
    let server = try LoopbackServer { request, reply in
      let key = request.head.split(separator: "\r\n").first { $0.hasPrefix("Authorization") } ?? ""
      reply.send(status: 401, #"{"error":{"message":"unknown: \#(key)"}}"#)
      return true
    }
    let call = try await call(server)
    var dumped = ""
    dump(call, to: &dumped)
    #expect(dumped.contains("unknown: Authorization: Bearer ***"))
    #expect(!dumped.contains("12345"))
    let client = try client(server.url("/v1"))
    let error = try await #require(throws: CallFailure.self) { _ = try await client.models() }
    #expect("\(error)".contains("***") && !"\(error)".contains("12345"))
    var client2 = ""
    dump(client, to: &client2)
    #expect(!client2.contains("12345"))
  }

  @Test func `the names of models`() async throws {
    let server = try LoopbackServer { request, reply in
      #expect(request.line == "GET /v1/models")
      reply.send(status: 200, #"{"object":"list","data":[{"id":"a"},{"id":"b"}]}"#)
      return true
    }
    #expect(try await client(server.url("/v1")).models() == ["a", "b"])
    let without = try LoopbackServer { _, reply in
      reply.send(status: 404, "")
      return true
    }
    #expect(try await client(without.url("/v1")).models() == nil)
  }
}
