extension ProviderFailure: CustomStringConvertible {
  /// One line: what failed, what the provider says, and what to do where that is known.
  public var description: String {
    "\(words) (status \(status)\(message.map { ": \($0)" } ?? ""))\(advice.map { "; \($0)" } ?? "")"
  }

  private var words: String {
    switch kind {
    case .badRequest: "the request was refused"
    case .auth: "the key is missing or not known"
    case .permission: "the key may not do this"
    case .notFound: "there is no such model or address"
    case .quota: "the account has no money left"
    case .conflict: "the server was in conflict with itself"
    case .rateLimit: "too many requests or tokens a minute"
    case .timeout: "the server ran out of time"
    case .server: "the server failed"
    case .overloaded: "the server has too much to do"
    case .filteredPrompt: "a filter held the prompt back"
    case .contextLength: "the prompt is longer than the model takes"
    case .tooLarge: "the request is larger than the server takes"
    case .unsupportedParameter(let parameter): "the model does not take \(parameter.rawValue)"
    case .noChatTemplate: "the server has no chat template for this model"
    case .redirect: "the endpoint points to another address, and no key follows it"
    case .malformed: "the reply is no answer"
    }
  }

  private var advice: String? {
    switch kind {
    case .auth: "see --api-key-env"
    case .notFound: "check the model's name, and that the endpoint is what stands before its paths"
    case .quota: "pay, then resume"
    case .noChatTemplate: "it is a base model: give one with --chat-template"
    case .redirect: "name the address that it points to as the endpoint"
    case .contextLength: "lower --max-tokens, or use a model with more room"
    default: nil
    }
  }
}
