import Testing

@testable import Warehouse

/// What calls cost, to the nano-dollar.
@Suite struct PriceBookTests {
  /// Dollars a million tokens.
  private static func price(
    _ id: Int64, _ tokenClass: PriceRow.TokenClass, _ usd: String, tier: PriceRow.Tier = .standard,
    above: Int64 = 0, from: Int64 = 0, provider: String = "openai", model: String = "m"
  ) -> PriceBook.Entry {
    PriceBook.Entry(
      id: id,
      row: PriceRow(
        provider: provider, model: model, tokenClass, tier: tier, aboveTokens: above,
        nanoUSDPerMillion: NanoUSD(dollars: usd)?.amount ?? -1, validFrom: from, source: "test"))
  }

  private static func tokens(
    _ prompt: Int64 = 0, cached: Int64 = 0, write5m: Int64 = 0, write1h: Int64 = 0,
    completion: Int64 = 0, reasoning: Int64 = 0
  ) -> TokenCounts {
    var tokens = TokenCounts()
    tokens.prompt = prompt
    tokens.cached = cached
    tokens.cacheWrite5m = write5m
    tokens.cacheWrite1h = write1h
    tokens.completion = completion
    tokens.reasoning = reasoning
    return tokens
  }

  private func cost(
    _ prices: [PriceBook.Entry], _ tokens: TokenCounts, tier: PriceRow.Tier = .standard,
    at instant: Int64 = 100, models: [String] = ["m"], provider: String = "openai"
  ) -> CallCost {
    PriceBook(prices).cost(
      of: tokens, provider: provider, models: models, tier: tier, at: instant)
  }

  /// Reasoning is part of the output that is billed: 482 tokens, not the 34 that are seen and not
  /// the 448 that are hidden.
  ///
  /// Source: https://github.com/BerriAI/litellm/issues/18599
  @Test func `visible and hidden output are both billed`() {
    let prices = [Self.price(1, .input, "1.10"), Self.price(2, .output, "4.40")]
    let found = cost(prices, Self.tokens(17, completion: 34, reasoning: 448))
    #expect(found == CallCost(nanoUSD: 2_139_500, priceIDs: [1, 2]))
  }

  /// A part of the prompt came from the cache; billing all of it in full is 8.5 % too much.
  ///
  /// Source: https://github.com/BerriAI/litellm/issues/34801
  @Test func `cached input has its own price`() {
    let prices = [
      Self.price(1, .input, "5"), Self.price(2, .cachedInput, "0.5"), Self.price(3, .output, "30"),
    ]
    let found = cost(prices, Self.tokens(73_550 - 65_304, cached: 65_304, completion: 20_480))
    #expect(found.nanoUSD == 688_282_000)
    #expect(found.priceIDs == [1, 2, 3])
  }

  @Test func `writes to a cache cost by how long they stay`() {
    let prices = [
      Self.price(1, .input, "3"), Self.price(2, .cacheWrite5m, "3.75"),
      Self.price(3, .cacheWrite1h, "6"), Self.price(4, .output, "15"),
    ]
    let found = cost(prices, Self.tokens(10, write5m: 100, write1h: 1_000, completion: 1))
    #expect(found.nanoUSD == 6_420_000)
    #expect(cost([prices[0], prices[3]], Self.tokens(10, write1h: 1)) == .unknown)
  }

  /// Marks count the whole prompt, what came from a cache too, and are crossed by more than them.
  @Test func `a prompt over the mark costs more as a whole`() {
    let prices = [
      Self.price(1, .input, "1"), Self.price(2, .input, "2", above: 200_000),
      Self.price(3, .cachedInput, "0.1"), Self.price(4, .cachedInput, "0.2", above: 200_000),
      Self.price(5, .output, "4"), Self.price(6, .output, "8", above: 200_000),
    ]
    #expect(
      cost(prices, Self.tokens(100_000, cached: 100_000, completion: 1)).nanoUSD == 110_004_000)
    #expect(
      cost(prices, Self.tokens(100_001, cached: 100_000, completion: 1)).nanoUSD == 220_010_000)
  }

  @Test func `a batch costs half where it has no price of its own, other tiers are not guessed`() {
    let standard = [Self.price(1, .input, "3"), Self.price(2, .output, "5")]
    #expect(cost(standard, Self.tokens(1, completion: 1), tier: .batch).nanoUSD == 4_000)
    #expect(cost(standard, Self.tokens(1), tier: .flex) == .unknown)
    let own = standard + [Self.price(3, .input, "1", tier: .batch)]
    #expect(cost(own, Self.tokens(1), tier: .batch) == CallCost(nanoUSD: 1_000, priceIDs: [3]))
  }

  /// What a list leaves out has no price any more: not the cached one, and no mark.
  @Test func `a later list of prices succeeds the whole of the earlier one`() {
    let prices = [
      Self.price(1, .input, "5"), Self.price(2, .cachedInput, "1"),
      Self.price(3, .input, "9", above: 10), Self.price(4, .input, "2", from: 50),
    ]
    #expect(cost(prices, Self.tokens(20, cached: 1), at: 49).nanoUSD == 181_000)
    #expect(cost(prices, Self.tokens(20, cached: 1), at: 50).nanoUSD == 42_000)
    let other = prices + [Self.price(5, .input, "1", tier: .flex, from: 60)]
    #expect(cost(other, Self.tokens(20, cached: 1), at: 60).nanoUSD == 42_000)
  }

  @Test func `tables know some hosts by a name`() {
    let prices = [Self.price(1, .input, "3", provider: "mistral")]
    #expect(cost(prices, Self.tokens(1), provider: "api.mistral.ai").nanoUSD == 3_000)
    #expect(cost(prices, Self.tokens(1), provider: "example.org") == .unknown)
  }
}
