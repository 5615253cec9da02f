internal import Ingest
public import Transport

/// OpenAI's chat completions, and whatever is compatible with them: vLLM, llama.cpp, Ollama, LiteLLM,
/// OpenRouter and others.
///
/// Source: https://platform.openai.com/docs/api-reference/chat
public struct OpenAIProvider: Provider {
  /// `openai`.
  public let name = ProviderName.openAI

  /// The provider has no state.
  public init() {}

  /// A POST to `/chat/completions` with the key as a bearer token.
  public func request(
    _ chat: ChatRequest, to endpoint: Endpoint, key: Secret?
  ) throws(ProviderRequestError) -> HTTPRequest {
    HTTPRequest(
      .post, endpoint.url.text + "/chat/completions", headers: headers(endpoint, key),
      body: OpenAIBody.of(chat, model: endpoint.deployment(of: chat.model)))
  }

  /// A completion with one choice for each answer, or what the error says.
  public func reply(to chat: ChatRequest, _ response: HTTPResponse) -> ProviderReply {
    ReplyReader(chat, response).reply(OpenAIReply.completion)
  }

  /// A GET of `/models`.
  public func modelsRequest(to endpoint: Endpoint, key: Secret?) -> HTTPRequest {
    HTTPRequest(.get, endpoint.url.text + "/models", headers: headers(endpoint, key))
  }

  private func headers(_ endpoint: Endpoint, _ key: Secret?) -> HTTPHeaders {
    endpoint.requestHeaders(key.map { ("Authorization", "Bearer \($0.value)") })
  }
}

extension Endpoint {
  /// What every request of every provider carries: JSON, the key, and what the profile adds.
  func requestHeaders(_ key: (name: String, value: String)?) -> HTTPHeaders {
    var fields: HTTPHeaders = ["Content-Type": "application/json", "Accept": "application/json"]
    if let key { fields.append(key.name, key.value) }
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields.append(name, value) }
    return fields
  }
}
