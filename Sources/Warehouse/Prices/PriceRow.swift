/// What a class of tokens of a model costs from an instant on; a fact that is succeeded, never
/// edited.
public struct PriceRow: Sendable, Hashable {
  /// What is counted.
  public enum TokenClass: String, Sendable, CaseIterable {
    /// Of the prompt; of the reply; of hidden reasoning; each call by itself.
    case input, output, reasoning, request
    /// Of the prompt, read from a cache.
    case cachedInput = "cached_input"
    /// Of the prompt, written to a cache.
    case cacheWrite5m = "cache_write_5m"
    /// As before, for an hour.
    case cacheWrite1h = "cache_write_1h"
  }

  /// How fast a provider promises to answer.
  public enum Tier: String, Sendable, CaseIterable {
    /// What a call gets that asks for nothing else, and the other kinds that providers sell.
    case standard, batch, flex, priority
  }

  /// A provider, or `anyProvider`.
  public let provider: String
  /// As it is requested, or as the reply names it.
  public let model: String
  /// What is counted.
  public let tokenClass: TokenClass
  /// For which kind of calls.
  public let tier: Tier
  /// Calls whose whole prompt has more tokens than this; 0: all.
  public let aboveTokens: Int64
  /// Nano-USD for a million.
  public let nanoUSDPerMillion: Int64
  /// Nanoseconds since 1970 UTC.
  public let validFrom: Int64
  /// When the provider withdraws the model; nil: not said.
  public let retiresAt: Int64?
  /// Where the figure comes from.
  public let source: String

  /// The provider of a price that holds wherever a model of the name is served.
  public static let anyProvider = "*"

  /// The names that price tables may have for a provider, the best first.
  ///
  /// The ledger knows a provider that is asked at a host of its own by the host; tables know it by a
  /// name.
  static func providerNames(_ provider: String) -> [String] {
    [provider] + (tableNames[provider].map { [$0] } ?? [])
  }

  private static let tableNames = [
    "api.mistral.ai": "mistral", "api.groq.com": "groq", "api.deepseek.com": "deepseek",
    "api.x.ai": "xai", "api.together.xyz": "together_ai", "api.fireworks.ai": "fireworks_ai",
    "api.perplexity.ai": "perplexity", "generativelanguage.googleapis.com": "gemini",
    "api.cohere.com": "cohere", "api.deepinfra.com": "deepinfra", "api.cerebras.ai": "cerebras",
  ]

  /// A price.
  public init(
    provider: String, model: String, _ tokenClass: TokenClass, tier: Tier = .standard,
    aboveTokens: Int64 = 0, nanoUSDPerMillion: Int64, validFrom: Int64, retiresAt: Int64? = nil,
    source: String
  ) {
    self.provider = provider
    self.model = model
    self.tokenClass = tokenClass
    self.tier = tier
    self.aboveTokens = aboveTokens
    self.nanoUSDPerMillion = nanoUSDPerMillion
    self.validFrom = validFrom
    self.retiresAt = retiresAt
    self.source = source
  }

  /// What a price is a price of: a second amount for it is a contradiction.
  var key: Key {
    var form = CanonicalForm("price")
    form.add(provider)
    form.add(model)
    form.add(tokenClass.rawValue)
    form.add(tier.rawValue)
    form.add(aboveTokens)
    form.add(validFrom)
    return form.key()
  }
}
