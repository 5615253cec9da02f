internal import Transport

/// The limits per minute that a provider states with its responses; nil is what it does not.
public struct RateLimits: Hashable, Sendable {
  /// Requests a minute.
  public var requests: Int64?
  /// Tokens a minute.
  public var tokens: Int64?

  /// Limits.
  public init(requests: Int64? = nil, tokens: Int64? = nil) {
    self.requests = requests
    self.tokens = tokens
  }
}

extension RateLimits {
  /// Reads the fields of OpenAI and those who copy it, and of Anthropic.
  ///
  /// Some servers send 0 or -1 for what they do not limit.
  init(_ headers: HTTPHeaders) {
    func first(_ names: String...) -> Int64? {
      names.lazy.compactMap { headers[$0] }.compactMap { Int64($0) }.first { $0 > 0 }
    }
    requests = first("x-ratelimit-limit-requests", "anthropic-ratelimit-requests-limit")
    tokens = first(
      "x-ratelimit-limit-tokens", "anthropic-ratelimit-tokens-limit",
      "anthropic-ratelimit-input-tokens-limit")
  }
}
