internal import Warehouse

/// What calls may use, guessed from the bytes of their texts and from the model's replies so far.
///
/// A token is four bytes, likely: three in code and other scripts, five in plain English. Replies are
/// as long as the model's have been on average, likely; where there were too few, a quarter of the
/// length they may have. They are all of that at most, and at least four fifths of the average or a
/// tenth of what they may be.
struct Estimate: Sendable {
  private let replies: ReplyLength?
  private var textBytes = 0
  private var calls = 0
  private var maxTokens = 0

  /// - Parameter replies: of the model that is asked; nil: too few are known.
  init(_ replies: ReplyLength?) {
    self.replies = replies
  }

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
    func cost(_ bytesPerToken: Int, _ replyTokens: Int) -> Int64? {
      var tokens = TokenCounts()
      tokens.prompt = Int64(textBytes / bytesPerToken)
      tokens.completion = Int64(replyTokens)
      return prices.cost(of: tokens, provider: provider, models: [askedModel], at: now).nanoUSD
    }
    let dates = prices.dates(provider: provider, models: [askedModel], at: now)
    return Forecast(
      role: role, model: model, judge: judge, askedModel: askedModel, planned: calls + reused,
      reused: reused, calls: calls, promptTokens: Int64(textBytes / 4),
      completionTokens: Int64(likelyReplies),
      lowNanoUSD: cost(5, replies == nil ? maxTokens / 10 : likelyReplies * 4 / 5),
      likelyNanoUSD: cost(4, likelyReplies), highNanoUSD: cost(3, maxTokens),
      priceDate: dates?.validFrom,
      notes: notes + note(askedModel) + Self.retirement(dates?.retiresAt, askedModel, now))
  }

  // MARK: - Private

  private var likelyReplies: Int {
    replies.map { min($0.tokens * calls, maxTokens) } ?? maxTokens / 4
  }

  private func note(_ model: String) -> [String] {
    guard let replies, calls > 0 else { return [] }
    return [
      "Replies are reckoned at \(replies.tokens) tokens, the mean of \(replies.calls) earlier ones "
        + "of \(model)."
    ]
  }

  /// A judge that goes away is worth a word in time.
  private static func retirement(_ retiresAt: Int64?, _ model: String, _ now: Int64) -> [String] {
    let ninetyDays: Int64 = 90 * 86_400 * 1_000_000_000
    guard let retiresAt, retiresAt < now + ninetyDays else { return [] }
    let day = Timestamp(nanoseconds: retiresAt).rfc3339.prefix("2026-01-31".count)
    return ["\(model) \(retiresAt < now ? "was" : "will be") withdrawn by its provider on \(day)."]
  }
}
