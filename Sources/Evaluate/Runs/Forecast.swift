/// What a part of a run is going to send, and what that may cost.
public struct Forecast: Sendable, Hashable {
  /// `generate` or `judge`.
  public let role: String
  /// What answers, or is judged; nil: several.
  public let model: String?
  /// nil: nothing is judged.
  public let judge: String?
  /// The name that is asked for, which prices know.
  public let askedModel: String
  /// The results that are wanted.
  public let planned: Int
  /// Those that stand already.
  public let reused: Int
  /// What is sent.
  public let calls: Int
  /// What goes in, likely.
  public let promptTokens: Int64
  /// What comes out, likely.
  public let completionTokens: Int64
  /// What it costs if replies are short, in nano-USD; nil: no price is known.
  public let lowNanoUSD: Int64?
  /// What it costs, likely.
  public let likelyNanoUSD: Int64?
  /// What it costs if every reply is as long as it may be.
  public let highNanoUSD: Int64?
  /// From when on the price holds, in nanoseconds since 1970 UTC.
  public let priceDate: Int64?
  /// What a person should know, a sentence each.
  public let notes: [String]
}
