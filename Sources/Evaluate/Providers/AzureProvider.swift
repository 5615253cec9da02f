public import Transport

/// OpenAI's chat completions as Azure serves them: a deployment instead of a model, a version in the
/// address, and the key in a header of its own.
///
/// Source: https://learn.microsoft.com/azure/ai-services/openai/reference
public struct AzureProvider: Provider {
  /// `azure`.
  public let name = ProviderName.azure

  /// The version that is asked for where the endpoint states none: the last one that is not a preview.
  public static let defaultVersion = "2024-10-21"

  /// The provider has no state.
  public init() {}

  /// A POST to the deployment's `/chat/completions`.
  public func request(
    _ chat: ChatRequest, to endpoint: Endpoint, key: Secret?
  ) throws(ProviderRequestError) -> HTTPRequest {
    let deployment = endpoint.deployment(of: chat.model)
    return HTTPRequest(
      .post, address(of: endpoint, deployment: deployment), headers: headers(endpoint, key),
      body: OpenAIBody.of(chat, model: deployment))
  }

  /// As OpenAI's.
  public func reply(to chat: ChatRequest, _ response: HTTPResponse) -> ProviderReply {
    OpenAIProvider().reply(to: chat, response)
  }

  /// A GET of the resource's models, which are not its deployments.
  public func modelsRequest(to endpoint: Endpoint, key: Secret?) -> HTTPRequest {
    let text = endpoint.url.text
    let root = text.firstRange(of: "/openai").map { String(text[..<$0.lowerBound]) } ?? text
    return HTTPRequest(
      .get, "\(root)/openai/models?api-version=\(version(endpoint))",
      headers: headers(endpoint, key))
  }

  // MARK: - Private

  /// The endpoint may be the resource, one of its deployments, or the newer address without versions,
  /// where the model in the body is the deployment.
  private func address(of endpoint: Endpoint, deployment: String) -> String {
    let text = endpoint.url.text
    if text.hasSuffix("/openai/v1") { return text + "/chat/completions" }
    let base =
      text.contains("/deployments/")
      ? text
      : (text.hasSuffix("/openai") ? text : text + "/openai")
        + "/deployments/\(PercentEncoding.of(deployment))"
    return "\(base)/chat/completions?api-version=\(version(endpoint))"
  }

  private func version(_ endpoint: Endpoint) -> String {
    PercentEncoding.of(endpoint.apiVersion ?? Self.defaultVersion)
  }

  private func headers(_ endpoint: Endpoint, _ key: Secret?) -> HTTPHeaders {
    endpoint.requestHeaders(key.map { ("api-key", $0.value) })
  }
}
