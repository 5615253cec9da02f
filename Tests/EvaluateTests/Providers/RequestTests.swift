import Evaluate
import Testing
import Transport

/// The requests of each provider, byte for byte.
@Suite struct RequestTests {
  /// A request that states everything.
  private var full: ChatRequest {
    var chat = ChatRequest(
      model: "m-1",
      messages: [
        ChatMessage(.system, "Be \"brief\"."), ChatMessage(.user, "1 + 1?\n"),
        ChatMessage(.assistant, "2"), ChatMessage(.user, "\u{e9} \u{1f600} </s>"),
      ])
    chat.temperature = 0.7
    chat.maxTokens = 16
    chat.topP = 1
    chat.stop = ["\n\n", "END"]
    return chat
  }

  private func request(
    _ chat: ChatRequest, to url: String, provider: ProviderName,
    _ change: (inout Endpoint) -> Void = { _ in }
  ) throws -> HTTPRequest {
    var endpoint = try Endpoint(url, provider: provider)
    change(&endpoint)
    return try provider.provider.request(chat, to: endpoint, key: Secret("sk-1"))
  }

  @Test func `OpenAI`() throws {
    var chat = full
    chat.choices = 2
    chat.seed = 7
    chat.responseSchema = ResponseSchema(name: "verdict", json: #"{"type":"object"}"#)
    chat.reasoningEffort = "low"
    chat.serviceTier = "flex"
    chat.extraFields = ["top_k": "20", "chat_template": "\"{{ x }}\""]
    let request = try request(chat, to: "https://api.openai.com/v1/", provider: .openAI) {
      $0.headers = ["X-Team": "a", "OpenAI-Project": "p"]
    }
    #expect(request.method == .post)
    #expect(request.url == "https://api.openai.com/v1/chat/completions")
    #expect(
      request.headers == [
        "Content-Type": "application/json", "Accept": "application/json",
        "Authorization": "Bearer sk-1", "OpenAI-Project": "p", "X-Team": "a",
      ])
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"model":"m-1","messages":[{"role":"system","content":"Be \"brief\"."},"#
        + #"{"role":"user","content":"1 + 1?\n"},{"role":"assistant","content":"2"},"#
        + #"{"role":"user","content":"é 😀 </s>"}],"temperature":0.7,"top_p":1,"n":2,"seed":7,"#
        + #""max_tokens":16,"stop":["\n\n","END"],"response_format":{"type":"json_schema","#
        + #""json_schema":{"name":"verdict","strict":true,"schema":{"type":"object"}}},"#
        + #""reasoning_effort":"low","service_tier":"flex","chat_template":"{{ x }}","top_k":20}"#)
  }

  /// A setting that nobody stated is the provider's to choose.
  @Test func `what is not stated is not sent`() throws {
    var chat = ChatRequest(model: "m", messages: [ChatMessage(.user, "a")])
    let url = "http://127.0.0.1:8000/v1"
    let bare = try request(chat, to: url, provider: .openAI)
    #expect(
      String(decoding: bare.body, as: UTF8.self)
        == #"{"model":"m","messages":[{"role":"user","content":"a"}]}"#)
    chat.maxTokens = 9
    chat.maxTokensName = .maxCompletionTokens
    let reasoning = try request(chat, to: url, provider: .openAI)
    #expect(String(decoding: reasoning.body, as: UTF8.self).contains(#""max_completion_tokens":9"#))
  }

  @Test func `Anthropic`() throws {
    let request = try request(full, to: "https://api.anthropic.com/v1", provider: .anthropic)
    #expect(request.url == "https://api.anthropic.com/v1/messages")
    #expect(
      request.headers == [
        "Content-Type": "application/json", "Accept": "application/json", "x-api-key": "sk-1",
        "anthropic-version": "2023-06-01",
      ])
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"model":"m-1","max_tokens":16,"system":"Be \"brief\".","messages":["#
        + #"{"role":"user","content":"1 + 1?\n"},{"role":"assistant","content":"2"},"#
        + #"{"role":"user","content":"é 😀 </s>"}],"temperature":0.7,"top_p":1,"#
        + #""stop_sequences":["\n\n","END"]}"#)
  }

  @Test func `what Anthropic lacks, and what it demands, is told`() throws {
    var chat = full
    chat.seed = 1
    #expect(throws: ProviderRequestError.noParameter(.seed, .anthropic)) {
      _ = try request(chat, to: "https://api.anthropic.com/v1", provider: .anthropic)
    }
    chat = full
    chat.maxTokens = nil
    #expect(throws: ProviderRequestError.needs(.maxTokens, .anthropic)) {
      _ = try request(chat, to: "https://api.anthropic.com/v1", provider: .anthropic)
    }
  }

  /// The resource, one of its deployments, and the address without versions.
  @Test(arguments: [
    (
      "https://r.openai.azure.com",
      "https://r.openai.azure.com/openai/deployments/d%201/chat/completions?api-version=2024-10-21"
    ),
    (
      "https://r.openai.azure.com/openai/deployments/x",
      "https://r.openai.azure.com/openai/deployments/x/chat/completions?api-version=2024-10-21"
    ),
    (
      "https://r.openai.azure.com/openai/v1",
      "https://r.openai.azure.com/openai/v1/chat/completions"
    ),
  ])
  func `Azure`(endpoint: String, url: String) throws {
    let request = try request(full, to: endpoint, provider: .azure) {
      $0.deployments = ["m-1": "d 1"]
    }
    #expect(request.url == url)
    #expect(request.headers["api-key"] == "sk-1")
    #expect(request.headers["Authorization"] == nil)
    #expect(request.body.starts(with: Array(#"{"model":"d 1","#.utf8)))
  }
}
