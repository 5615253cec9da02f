internal import Warehouse

/// What calls may use, guessed from the bytes of their texts.
///
/// A token is four bytes, likely: three in code and other scripts, five in plain English. Replies are
/// of a quarter of the length they may have, likely; a tenth at least, all of it at most.
struct Estimate: Sendable {
  private var textBytes = 0
  private var calls = 0
  private var maxTokens = 0

  /// Adds a call.
  mutating func add(textBytes: Int, maxTokens: Int) {
    self.textBytes += textBytes
    self.maxTokens += maxTokens
    calls += 1
  }

  /// Adds calls whose texts are not there yet: each is as long as the others, likely, and where there
  /// are none, as the longest answer.
  mutating func add(unknownCalls: Int, maxTokens: Int, answerTokens: Int) {
    let bytes = calls > 0 ? textBytes / calls : 2_000 + 4 * answerTokens / 4
    for _ in 0..<unknownCalls { add(textBytes: bytes, maxTokens: maxTokens) }
  }

  /// What is expected.
  func forecast(
    role: String, model: String?, judge: String?, reused: Int, prices: PriceBook,
    provider: String, askedModel: String, notes: [String]
  ) -> Forecast {
    let now = Clock.now()
    func cost(_ bytesPerToken: Int, _ replyShare: Int) -> Int64? {
      var tokens = TokenCounts()
      tokens.prompt = Int64(textBytes / bytesPerToken)
      tokens.completion = Int64(maxTokens / replyShare)
      return prices.cost(of: tokens, provider: provider, models: [askedModel], at: now).nanoUSD
    }
    let dates = prices.dates(provider: provider, models: [askedModel], at: now)
    return Forecast(
      role: role, model: model, judge: judge, askedModel: askedModel, planned: calls + reused,
      reused: reused, calls: calls, promptTokens: Int64(textBytes / 4),
      completionTokens: Int64(maxTokens / 4),
      lowNanoUSD: cost(5, 10), likelyNanoUSD: cost(4, 4), highNanoUSD: cost(3, 1),
      priceDate: dates?.validFrom, notes: notes + Self.retirement(dates?.retiresAt, askedModel, now)
    )
  }

  /// A judge that goes away is worth a word in time.
  private static func retirement(_ retiresAt: Int64?, _ model: String, _ now: Int64) -> [String] {
    let ninetyDays: Int64 = 90 * 86_400 * 1_000_000_000
    guard let retiresAt, retiresAt < now + ninetyDays else { return [] }
    let day = Timestamp(nanoseconds: retiresAt).rfc3339.prefix("2026-01-31".count)
    return ["\(model) \(retiresAt < now ? "was" : "will be") withdrawn by its provider on \(day)."]
  }
}
