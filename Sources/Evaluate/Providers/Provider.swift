public import Transport

/// The language that an endpoint speaks.
///
/// It does no I/O: it writes requests and reads responses.
public protocol Provider: Sendable {
  /// How the command line and the store call it.
  var name: ProviderName { get }

  /// The request for an answer. Equal arguments give equal bytes.
  ///
  /// - Parameters:
  ///   - chat: what is asked.
  ///   - endpoint: where.
  ///   - key: goes into the headers; nil: none is needed.
  /// - Throws: `ProviderRequestError`, where the provider has no way to ask for this.
  func request(
    _ chat: ChatRequest, to endpoint: Endpoint, key: Secret?
  ) throws(ProviderRequestError) -> HTTPRequest

  /// What a response says.
  ///
  /// - Parameters:
  ///   - chat: what was asked.
  ///   - response: what came, whatever its status.
  func reply(to chat: ChatRequest, _ response: HTTPResponse) -> ProviderReply

  /// The request for the names of the endpoint's models.
  func modelsRequest(to endpoint: Endpoint, key: Secret?) -> HTTPRequest
}

/// The providers there are.
public enum ProviderName: String, CaseIterable, Hashable, Sendable {
  case openAI = "openai"
  case anthropic
  case azure

  /// Writes its requests and reads its responses.
  public var provider: any Provider {
    switch self {
    case .openAI: OpenAIProvider()
    case .anthropic: AnthropicProvider()
    case .azure: AzureProvider()
    }
  }
}

/// Why a provider cannot be asked this.
public enum ProviderRequestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The provider has no such setting.
  case noParameter(ChatParameter, ProviderName)
  /// The provider wants this setting to be stated.
  case needs(ChatParameter, ProviderName)

  /// One line for a person.
  public var description: String {
    switch self {
    case .noParameter(let parameter, let provider):
      "\(provider.rawValue) has no \(parameter.rawValue); leave it out, or ask another provider"
    case .needs(let parameter, let provider):
      "\(provider.rawValue) wants \(parameter.rawValue) to be stated"
    }
  }
}

/// What became of a call.
public enum ProviderReply: Hashable, Sendable {
  /// The model answered, if only by refusing; it is paid for.
  case completion(Completion)
  /// There is no answer.
  case failure(ProviderFailure)
}
