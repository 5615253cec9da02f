/// Why a call has no answer, though a response came.
///
/// Facts; the words for a person are in `ProviderFailure+Description.swift`.
public struct ProviderFailure: Error, Hashable, Sendable {
  /// What kind of failure it is, on any provider.
  ///
  /// `name` is the word for the ledger.
  public enum Kind: Hashable, Sendable {
    case badRequest
    /// No key, or one that is not known.
    case auth
    /// The key may not do this.
    case permission
    /// The address, or the model at it.
    case notFound
    /// The account is out of money.
    case quota
    case conflict
    case rateLimit
    /// The server took too long by its own account.
    case timeout
    case server
    /// The server has too much to do, or is still loading its model.
    case overloaded
    /// The prompt was held back by a filter.
    case filteredPrompt
    /// The prompt, or the prompt with its answer, is longer than the model takes.
    case contextLength
    /// The request is larger than the provider takes.
    case tooLarge
    /// A setting that this model does not take; `ChatRequest.dropping` does without.
    case unsupportedParameter(ChatParameter)
    /// The server has no chat template for the model: a base model.
    case noChatTemplate
    /// The endpoint points elsewhere; nothing is sent there.
    case redirect
    /// A response of success that is no answer: not JSON, or JSON without one.
    case malformed
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// The status of the response.
  public var status: Int
  /// The provider's own words, shortened; nil where it has none.
  public var message: String?
  /// How long it asks to wait.
  public var retryAfter: Duration?
  /// The provider's name for this call.
  public var requestID: String?
  /// Whether the provider says in a field of its own to try again or not.
  public var shouldRetry: Bool?

  /// A failure.
  public init(
    _ kind: Kind, status: Int, message: String? = nil, retryAfter: Duration? = nil,
    requestID: String? = nil, shouldRetry: Bool? = nil
  ) {
    self.kind = kind
    self.status = status
    self.message = message
    self.retryAfter = retryAfter
    self.requestID = requestID
    self.shouldRetry = shouldRetry
  }

  /// Whether the same request may succeed later.
  ///
  /// What a provider says itself goes first, but no word of it makes an empty account pay.
  public var isRetryable: Bool {
    switch kind {
    case .quota, .auth, .redirect: false
    case .conflict, .rateLimit, .timeout, .server, .overloaded, .malformed: shouldRetry ?? true
    default: shouldRetry ?? false
    }
  }

  /// Whether every other request of the run would end alike, so that none should be sent.
  public var stopsRun: Bool {
    switch kind {
    case .auth, .permission, .notFound, .quota, .noChatTemplate, .redirect: true
    default: false
    }
  }
}

extension ProviderFailure.Kind {
  /// The word for the ledger.
  public var name: String {
    switch self {
    case .badRequest: "bad_request"
    case .auth: "auth"
    case .permission: "permission"
    case .notFound: "not_found"
    case .quota: "quota"
    case .conflict: "conflict"
    case .rateLimit: "rate_limit"
    case .timeout: "timeout"
    case .server: "server"
    case .overloaded: "overloaded"
    case .filteredPrompt: "filtered_prompt"
    case .contextLength: "context_length"
    case .tooLarge: "too_large"
    case .unsupportedParameter: "unsupported_parameter"
    case .noChatTemplate: "no_chat_template"
    case .redirect: "redirect"
    case .malformed: "malformed"
    }
  }
}
