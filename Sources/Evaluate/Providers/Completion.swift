/// What a model answered, and what the provider says of it; nil is what it does not say.
public struct Completion: Hashable, Sendable {
  /// How an answer ended.
  public enum Outcome: String, Sendable {
    case ok
    /// The model declined to answer.
    case refused
    /// The answer was cut at its limit of tokens, or at the end of the context.
    case truncated
    /// A filter of the provider withheld the answer, or a part of it.
    case filtered
  }

  /// One answer.
  public struct Choice: Hashable, Sendable {
    /// Its text; nil where the reply has null or none, which is not the same as an empty text.
    public var text: String?
    /// The words of a refusal, if they came apart from the text.
    public var refusal: String?
    /// In the provider's own word.
    public var finishReason: String?
    /// How it ended.
    public var outcome: Outcome

    /// An answer.
    public init(
      text: String?, refusal: String? = nil, finishReason: String? = nil, outcome: Outcome = .ok
    ) {
      self.text = text
      self.refusal = refusal
      self.finishReason = finishReason
      self.outcome = outcome
    }
  }

  /// The answers, in the order of their indexes; at least one.
  public var choices: [Choice]
  /// The model that answered, in the provider's words.
  public var resolvedModel: String?
  /// The version of what served it.
  public var fingerprint: String?
  /// The provider's name for this call.
  public var requestID: String?
  /// What is to be paid for.
  public var usage: TokenUsage?
  /// The same as JSON, byte for byte as it came.
  public var usageJSON: String?
  /// The tier at which it was served.
  public var tier: String?
  /// What the provider or a gateway says it cost, in nano-USD.
  public var reportedNanoUSD: Int64?

  /// A completion of which nothing else is known.
  public init(choices: [Choice]) {
    self.choices = choices
  }

  /// How the call as a whole ended: as its first answer that is not ok, else ok.
  public var outcome: Outcome { choices.lazy.map(\.outcome).first { $0 != .ok } ?? .ok }

  /// Why the first answer ended.
  public var finishReason: String? { choices.first?.finishReason }
}

/// Tokens by what is paid for them.
///
/// The classes do not overlap: their sum is what was counted.
public struct TokenUsage: Hashable, Sendable {
  /// Of the prompt, neither read from a cache nor written to one.
  public var prompt: Int64
  /// Of the prompt, read from a cache.
  public var cached: Int64
  /// Of the prompt, written to a cache for five minutes, or for a time that is not said.
  public var cacheWrite5m: Int64
  /// Of the prompt, written to a cache for an hour.
  public var cacheWrite1h: Int64
  /// Of the answers, without reasoning.
  public var completion: Int64
  /// Of the answers, thought and not shown.
  public var reasoning: Int64

  /// Counts.
  public init(
    prompt: Int64 = 0, cached: Int64 = 0, cacheWrite5m: Int64 = 0, cacheWrite1h: Int64 = 0,
    completion: Int64 = 0, reasoning: Int64 = 0
  ) {
    self.prompt = prompt
    self.cached = cached
    self.cacheWrite5m = cacheWrite5m
    self.cacheWrite1h = cacheWrite1h
    self.completion = completion
    self.reasoning = reasoning
  }

  /// Everything that went in.
  public var allPrompt: Int64 { prompt + cached + cacheWrite5m + cacheWrite1h }

  /// Everything that came out.
  public var allCompletion: Int64 { completion + reasoning }
}
