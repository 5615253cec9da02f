/// Where calls go, and how one speaks there.
///
/// It names the variable of the key, never the key.
public struct Endpoint: Hashable, Sendable {
  /// What stands before `/chat/completions` or `/messages`, without a slash at its end.
  public let url: EndpointURL
  /// The language that is spoken there.
  public let provider: ProviderName
  /// The variable of the environment that holds the key; nil: none is sent.
  public var keyVariable: String?
  /// Further fields of each request, by name.
  public var headers: [String: String] = [:]
  /// The deployment of each model, for those whose name is another there.
  public var deployments: [String: String] = [:]
  /// The version of the provider's protocol, where it has several.
  public var apiVersion: String?
  /// Whether a key may travel unencrypted to another machine.
  public var allowsPlainHTTP = false
  /// The project or key as a person calls it, for the ledger.
  public var credentialLabel: String?

  /// An endpoint.
  ///
  /// - Parameters:
  ///   - url: what stands before `/chat/completions`; nil: the provider's own.
  ///   - provider: the language; nil: told from the address, and OpenAI's where it says nothing.
  /// - Throws: `EndpointError`, where the address is none.
  public init(_ url: String? = nil, provider: ProviderName? = nil) throws(EndpointError) {
    let name = provider ?? url.map(ProviderName.init(guessedFrom:)) ?? .openAI
    guard let text = url ?? name.ownURL else { throw .noURL(name) }
    self.url = try EndpointURL(text)
    self.provider = name
    keyVariable = name.isOwn(host: self.url.host) ? name.ownKeyVariable : nil
  }

  /// What the model is called there.
  public func deployment(of model: String) -> String { deployments[model] ?? model }
}

extension ProviderName {
  /// What an address tells by its host.
  init(guessedFrom url: String) {
    self =
      Self.allCases.first { name in
        (try? EndpointURL(url)).map { name.isOwn(host: $0.host) } ?? false
      } ?? .openAI
  }

  /// The provider's own endpoint; nil where each customer has one.
  var ownURL: String? {
    switch self {
    case .openAI: "https://api.openai.com/v1"
    case .anthropic: "https://api.anthropic.com/v1"
    case .azure: nil
    }
  }

  /// The variable that the provider's own programs read.
  ///
  /// It counts at the provider's own hosts only: a key is sent nowhere else without being named.
  var ownKeyVariable: String {
    switch self {
    case .openAI: "OPENAI_API_KEY"
    case .anthropic: "ANTHROPIC_API_KEY"
    case .azure: "AZURE_OPENAI_API_KEY"
    }
  }

  /// Whether a host is the provider's.
  func isOwn(host: String) -> Bool {
    switch self {
    case .openAI: host == "api.openai.com" || host.hasSuffix(".api.openai.com")
    case .anthropic: host == "api.anthropic.com"
    case .azure:
      host.hasSuffix(".openai.azure.com") || host.hasSuffix(".cognitiveservices.azure.com")
    }
  }
}
