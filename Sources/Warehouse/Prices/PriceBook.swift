/// The prices that the calls of a run may need, and what calls cost by them.
///
/// Everything is computed in integers: nano-USD, and nano-USD a million tokens.
package struct PriceBook: Sendable {
  /// A price and its row.
  package struct Entry: Sendable, Hashable {
    package let id: Int64
    package let row: PriceRow

    package init(id: Int64, row: PriceRow) {
      self.id = id
      self.row = row
    }
  }

  private let entries: [String: [Entry]]

  package init(_ entries: [Entry]) {
    self.entries = Dictionary(grouping: entries, by: \.row.model)
  }

  /// What a call cost.
  ///
  /// The price of the model that the reply names comes first, then that of the one that was asked
  /// for; of a provider's own price before one for any. Reasoning is billed as output, and tokens
  /// from a cache as input, where there is no price of their own. A batch without one costs half.
  ///
  /// - Returns: an unknown cost where a price is missing that it needs.
  package func cost(
    of tokens: TokenCounts?, provider: String, models: [String], tier: PriceRow.Tier = .standard,
    at instant: Int64
  ) -> CallCost {
    guard let tokens else { return .unknown }
    for model in models {
      let prices = CurrentPrices(
        entries[model] ?? [], provider: provider, promptTokens: tokens.wholePrompt, at: instant)
      guard !prices.isEmpty else { continue }
      return prices.cost(of: tokens, tier: tier)
    }
    return .unknown
  }

  /// The most that a call can cost: each byte of its texts a token, and each reply as long as it
  /// may be.
  ///
  /// - Returns: nil where no price is known.
  package func worstCost(
    textBytes: Int, messages: Int, maxTokens: Int64, choices: Int, provider: String,
    models: [String], at instant: Int64
  ) -> Int64? {
    var tokens = TokenCounts()
    tokens.prompt = Int64(textBytes) + 32 * Int64(messages)
    tokens.completion = maxTokens * Int64(choices)
    return cost(of: tokens, provider: provider, models: models, at: instant).nanoUSD
  }

  /// The day from which the newest price of a model holds, and when the model goes.
  package func dates(
    provider: String, models: [String], at instant: Int64
  ) -> (validFrom: Int64, retiresAt: Int64?)? {
    for model in models {
      let rows = (entries[model] ?? []).map(\.row).filter {
        (PriceRow.providerNames(provider) + [PriceRow.anyProvider]).contains($0.provider)
          && $0.validFrom <= instant
      }
      if let newest = rows.max(by: { $0.validFrom < $1.validFrom }) {
        return (newest.validFrom, rows.compactMap(\.retiresAt).max())
      }
    }
    return nil
  }
}

extension PriceBook {
  /// Every price.
  package var all: [Entry] { entries.values.flatMap { $0 } }

  /// The provider of a model where only one has a price for it then; nil: none has, or several.
  package func onlyProvider(of model: String, at instant: Int64) -> String? {
    let found = Set(
      (entries[model] ?? []).lazy.filter { $0.row.validFrom <= instant }.map(\.row.provider))
    return found.contains(PriceRow.anyProvider) || found.count == 1 ? found.min() : nil
  }

  /// The prices that hold at an instant, of every provider, model and tier the newest list.
  package func inForce(at instant: Int64) -> [Entry] {
    let lists = Dictionary(grouping: entries.values.joined().filter { $0.row.validFrom <= instant })
    { [$0.row.provider, $0.row.model, $0.row.tier.rawValue] }
    return lists.values.flatMap { list in
      let newest = list.map(\.row.validFrom).max()
      return list.filter { $0.row.validFrom == newest }
    }
    .sorted { $0.row.order.lexicographicallyPrecedes($1.row.order) }
  }
}

extension PriceRow {
  /// What rows of prices are sorted by.
  fileprivate var order: [String] {
    let mark = String(aboveTokens)
    let padded = String(repeating: "0", count: max(0, 19 - mark.utf8.count)) + mark
    return [provider, model, tokenClass.rawValue, tier.rawValue, padded]
  }
}

/// What a call cost, and the rows of prices it was computed from.
package struct CallCost: Sendable, Hashable {
  /// nil: not known, which is not zero.
  package let nanoUSD: Int64?
  package let priceIDs: [Int64]

  package init(nanoUSD: Int64?, priceIDs: [Int64]) {
    self.nanoUSD = nanoUSD
    self.priceIDs = priceIDs
  }

  /// A price is missing, or the tokens are.
  package static let unknown = CallCost(nanoUSD: nil, priceIDs: [])
  /// A call that a provider does not bill.
  package static let nothing = CallCost(nanoUSD: 0, priceIDs: [])
}

/// The prices of a model that hold for one call.
private struct CurrentPrices {
  private let entries: [PriceBook.Entry]
  private let promptTokens: Int64

  init(_ entries: [PriceBook.Entry], provider: String, promptTokens: Int64, at instant: Int64) {
    let current = entries.filter { $0.row.validFrom <= instant }
    let names = PriceRow.providerNames(provider)
    let own = names.lazy.map { name in current.filter { $0.row.provider == name } }
      .first { !$0.isEmpty }
    self.entries = Self.newestLists(
      own ?? current.filter { $0.row.provider == PriceRow.anyProvider })
    self.promptTokens = promptTokens
  }

  /// What a provider asks for a tier from one instant on is one list: a class or a mark that a later
  /// list leaves out has no price any more.
  private static func newestLists(_ entries: [PriceBook.Entry]) -> [PriceBook.Entry] {
    var newest: [PriceRow.Tier: Int64] = [:]
    for entry in entries {
      newest[entry.row.tier] = max(newest[entry.row.tier] ?? .min, entry.row.validFrom)
    }
    return entries.filter { newest[$0.row.tier] == $0.row.validFrom }
  }

  var isEmpty: Bool { entries.isEmpty }

  func cost(of tokens: TokenCounts, tier: PriceRow.Tier) -> CallCost {
    let counts: [(Int64, [PriceRow.TokenClass])] = [
      (tokens.prompt, [.input]), (tokens.cached, [.cachedInput, .input]),
      (tokens.cacheWrite5m, [.cacheWrite5m]), (tokens.cacheWrite1h, [.cacheWrite1h]),
      (tokens.completion, [.output]), (tokens.reasoning, [.reasoning, .output]),
    ]
    var sum: Int128 = 0
    var used: Set<Int64> = []
    for (count, classes) in counts where count > 0 {
      guard let price = classes.lazy.compactMap({ self.price($0, tier) }).first else {
        return .unknown
      }
      sum += Int128(count) * price.amount
      used.insert(price.id)
    }
    if let request = price(.request, tier) {
      sum += request.amount
      used.insert(request.id)
    }
    // Of half the standard price for a batch, the halves are kept until the end.
    let nanoUSD = (sum + Self.scale / 2) / Self.scale
    return Int64(exactly: nanoUSD).map { CallCost(nanoUSD: $0, priceIDs: used.sorted()) }
      ?? .unknown
  }

  /// Amounts are doubled, so that half of one is whole.
  private static let scale: Int128 = 2 * 1_000_000

  private func price(
    _ tokenClass: PriceRow.TokenClass, _ tier: PriceRow.Tier
  ) -> (id: Int64, amount: Int128)? {
    if let own = highest(tokenClass, tier) {
      return (own.id, 2 * Int128(own.row.nanoUSDPerMillion))
    }
    guard tier == .batch, let standard = highest(tokenClass, .standard) else { return nil }
    return (standard.id, Int128(standard.row.nanoUSDPerMillion))
  }

  /// The price of the highest mark that the prompt is over.
  private func highest(
    _ tokenClass: PriceRow.TokenClass, _ tier: PriceRow.Tier
  ) -> PriceBook.Entry? {
    entries.filter { entry in
      entry.row.tokenClass == tokenClass && entry.row.tier == tier
        && (entry.row.aboveTokens == 0 || promptTokens > entry.row.aboveTokens)
    }
    .max { $0.row.aboveTokens < $1.row.aboveTokens }
  }
}
