public import Transport

/// Anthropic's messages.
///
/// Source: https://docs.anthropic.com/en/api/messages
public struct AnthropicProvider: Provider {
  /// `anthropic`.
  public let name = ProviderName.anthropic

  /// The version of the protocol that is asked for where the endpoint states none.
  public static let defaultVersion = "2023-06-01"

  /// The provider has no state.
  public init() {}

  /// A POST to `/messages`; the messages of the system go into a field of their own.
  public func request(
    _ chat: ChatRequest, to endpoint: Endpoint, key: Secret?
  ) throws(ProviderRequestError) -> HTTPRequest {
    HTTPRequest(
      .post, endpoint.url.text + "/messages", headers: headers(endpoint, key),
      body: try AnthropicBody.of(chat, model: endpoint.deployment(of: chat.model)))
  }

  /// A completion of one choice, or what the error says.
  public func reply(to chat: ChatRequest, _ response: HTTPResponse) -> ProviderReply {
    ReplyReader(chat, response).reply(AnthropicReply.completion)
  }

  /// A GET of `/models`.
  public func modelsRequest(to endpoint: Endpoint, key: Secret?) -> HTTPRequest {
    HTTPRequest(.get, endpoint.url.text + "/models", headers: headers(endpoint, key))
  }

  private func headers(_ endpoint: Endpoint, _ key: Secret?) -> HTTPHeaders {
    var headers = endpoint.requestHeaders(key.map { ("x-api-key", $0.value) })
    headers.append("anthropic-version", endpoint.apiVersion ?? Self.defaultVersion)
    return headers
  }
}
