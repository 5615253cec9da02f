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
        nanoUSDPerMillion: USDText.nanoUSD(usd) ?? -1, validFrom: from, source: "test"))
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

  @Test(arguments: [(200_000, 2_000), (200_001, 4_000)])
  func `a prompt over the mark reprices the whole call`(prompt: Int64, nano: Int64) {
    let prices = [Self.price(1, .input, "2"), Self.price(2, .input, "4", above: 200_000)]
    // Tokens of the cache count towards the mark.
    let found = cost(prices, Self.tokens(prompt - 150_000, cached: 150_000))
    #expect(found.nanoUSD == prompt * nano)
  }

  @Test func `a batch costs its price, or half`() {
    let standard = [Self.price(1, .input, "0.075"), Self.price(2, .output, "0.3")]
    // An odd number of half nano-dollars is rounded once, at the end.
    #expect(cost(standard, Self.tokens(1), tier: .batch).nanoUSD == 38)
    #expect(cost(standard, Self.tokens(1, completion: 1), tier: .batch).nanoUSD == 188)
    let own = standard + [Self.price(3, .input, "0.01", tier: .batch)]
    #expect(cost(own, Self.tokens(100), tier: .batch) == CallCost(nanoUSD: 1_000, priceIDs: [3]))
    #expect(cost(standard, Self.tokens(1), tier: .priority) == .unknown)
  }

  @Test func `the newest price that held then counts`() {
    let prices = [
      Self.price(1, .input, "5", from: 10), Self.price(2, .input, "2.5", from: 50),
      Self.price(3, .input, "1", from: 101),
    ]
    #expect(cost(prices, Self.tokens(1), at: 49).nanoUSD == 5_000)
    #expect(cost(prices, Self.tokens(1), at: 100).nanoUSD == 2_500)
    #expect(cost(prices, Self.tokens(1), at: 9) == .unknown)
  }

  @Test func `what is not priced is unknown, never zero`() {
    let prices = [Self.price(1, .input, "5")]
    #expect(cost(prices, Self.tokens(1, completion: 1)) == .unknown)
    #expect(cost(prices, Self.tokens(1), models: ["other"]) == .unknown)
    #expect(cost(prices, Self.tokens(1), provider: "127.0.0.1") == .unknown)
    #expect(PriceBook(prices).cost(of: nil, provider: "openai", models: ["m"], at: 100) == .unknown)
  }

  @Test func `the model that replied goes before the one that was asked for`() {
    let prices = [
      Self.price(1, .input, "5"), Self.price(2, .input, "6", model: "m-2024"),
      Self.price(3, .input, "7", provider: "*"),
      Self.price(4, .input, "8", provider: "*", model: "x"),
    ]
    #expect(cost(prices, Self.tokens(1), models: ["m-2024", "m"]).nanoUSD == 6_000)
    #expect(cost(prices, Self.tokens(1), models: ["m-2025", "m"]).nanoUSD == 5_000)
    #expect(cost(prices, Self.tokens(1), provider: "elsewhere").nanoUSD == 7_000)
    #expect(cost(prices, Self.tokens(1), models: ["x"]).nanoUSD == 8_000)
  }

  @Test func `a total that no integer holds is unknown`() {
    let prices = [Self.price(1, .input, "9000000000")]
    #expect(cost(prices, Self.tokens(.max)) == .unknown)
  }

  @Test func `the worst case takes each byte for a token`() {
    let book = PriceBook([Self.price(1, .input, "10"), Self.price(2, .output, "30")])
    let worst = book.worstCost(
      textBytes: 1_000, messages: 2, maxTokens: 50, choices: 3, provider: "openai", models: ["m"],
      at: 100)
    #expect(worst == 15_140_000)
  }

  @Test(
    arguments: [
      ("0.15", 150_000_000), ("30", 30_000_000_000), ("7.5e-2", 75_000_000), ("1e-9", 1),
      ("1e-10", nil), ("-1", nil), ("NaN", nil), ("", nil), ("1,5", nil), ("99999999999", nil),
    ] as [(String, Int64?)])
  func `dollars are read exactly or not at all`(text: String, nano: Int64?) {
    #expect(USDText.nanoUSD(text) == nano)
  }
}
