import Evaluate
import Foundation
import TestSupport
import Testing
import Transport

/// A real gateway, LiteLLM, which states costs and fails in its own words.
@Suite(.temporaryFolder, .ownThreads, .enabled(if: CallTools.path(of: "litellm") != nil))
struct LiteLLMTests {
  private static let configuration = """
    model_list:
      - model_name: fixed
        litellm_params: {model: openai/gpt-4o-mini, api_key: none, mock_response: "fixed"}
      - model_name: limited
        litellm_params: {model: openai/gpt-4o-mini, api_key: none, mock_response: "litellm.RateLimitError"}
      - model_name: broken
        litellm_params: {model: openai/gpt-4o-mini, api_key: none, mock_response: "litellm.InternalServerError"}
      - model_name: short
        litellm_params: {model: openai/gpt-4o-mini, api_key: none, mock_response: "litellm.ContextWindowExceededError"}
    litellm_settings: {telemetry: false, num_retries: 0}
    router_settings: {num_retries: 0, disable_cooldowns: true}
    general_settings: {master_key: sk-scorehouse-test-12345}
    """

  @Test func `costs are exact, failures have their names, and the key is not shown`() async throws {
    let (server, port) = try CallTools.liteLLM(Self.configuration)
    defer { withExtendedLifetime(server) {} }
    unsafe setenv("SCOREHOUSE_TEST_KEY_L", "sk-scorehouse-test-12345", 1)
    unsafe setenv("SCOREHOUSE_TEST_KEY_W", "sk-scorehouse-wrong-6789", 1)
    let transport = try CurlTransport()
    func call(_ model: String, key: String = "SCOREHOUSE_TEST_KEY_L") async throws -> ModelCall {
      var endpoint = try Endpoint("http://127.0.0.1:\(port)/v1")
      endpoint.keyVariable = key
      let client = try ModelClient(endpoint, transport: transport)
      let chat = ChatRequest(model: model, messages: [ChatMessage(.user, "a")])
      return await client.send(try client.request(chat), for: chat)
    }

    let completion = try await call("fixed").result.get()
    #expect(completion.choices.map(\.text) == ["fixed"])
    // 10 tokens in and 20 out at 0.15 and 0.60 dollars a million.
    #expect(completion.usage == TokenUsage(prompt: 10, completion: 20))
    #expect(completion.reportedNanoUSD == 13_500)
    #expect(completion.requestID?.isEmpty == false)
    let expected = ["limited": "rate_limit", "broken": "server", "short": "context_length"]
    for (model, name) in expected {
      guard case .failure(let failure) = try await call(model).result else {
        Issue.record("\(model) answers")
        continue
      }
      #expect(failure.name == name, "\(failure)")
    }
    guard case .failure(let refused) = try await call("fixed", key: "SCOREHOUSE_TEST_KEY_W").result
    else {
      Issue.record("a wrong key is taken")
      return
    }
    #expect(refused.name == "auth", "\(refused)")
    #expect(!"\(refused)".contains("wrong-6789"), "\(refused)")
  }
}
