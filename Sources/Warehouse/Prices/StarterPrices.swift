/// Prices of the models that people judge MT-Bench with, so that a first run knows what it costs.
///
/// The figures are the providers' list prices. Each holds from the date in the model's name; an
/// alias, whose meaning a provider moves, is not in it but for `gpt-4`, which only ever had one price.
/// Dates of retirement are those that the tables below gave for a model.
///
/// Source: LiteLLM's `model_prices_and_context_window.json` as of its releases 1.60.9 and 1.109.1.
package enum StarterPrices {
  /// Every price.
  package static var rows: [PriceRow] { models.flatMap(\.rows) }

  private struct Model {
    let provider: String
    let name: String
    let validFrom: String
    let input: Int64
    let cachedInput: Int64?
    let cacheWrite5m: Int64?
    let output: Int64
    let retires: String?

    /// Nano-USD for a million tokens, written as thousandths of a dollar.
    init(
      _ provider: String, _ name: String, from validFrom: String, _ input: Int64, _ output: Int64,
      cached: Int64? = nil, written: Int64? = nil, retires: String? = nil
    ) {
      self.provider = provider
      self.name = name
      self.validFrom = validFrom
      self.input = input
      cachedInput = cached
      cacheWrite5m = written
      self.output = output
      self.retires = retires
    }

    var rows: [PriceRow] {
      let amounts: [(PriceRow.TokenClass, Int64?)] = [
        (.input, input), (.cachedInput, cachedInput), (.cacheWrite5m, cacheWrite5m),
        (.output, output),
      ]
      return amounts.compactMap { tokenClass, amount in
        amount.map {
          PriceRow(
            provider: provider, model: name, tokenClass, nanoUSDPerMillion: $0 * 1_000_000,
            validFrom: Self.instant(validFrom), retiresAt: retires.map(Self.instant),
            source: StarterPrices.source)
        }
      }
    }

    private static func instant(_ day: String) -> Int64 {
      Timestamp(rfc3339: day + "T00:00:00Z")?.nanoseconds ?? 0
    }
  }

  private static let source = "list price, by LiteLLM 1.60.9 and 1.109.1"

  private static let models = [
    Model("openai", "gpt-4", from: "2023-03-14", 30_000, 60_000, retires: "2026-10-23"),
    Model("openai", "gpt-4-0314", from: "2023-03-14", 30_000, 60_000),
    Model("openai", "gpt-4-0613", from: "2023-06-13", 30_000, 60_000, retires: "2026-10-23"),
    Model(
      "openai", "gpt-4-1106-preview", from: "2023-11-06", 10_000, 30_000, retires: "2026-10-23"),
    Model("openai", "gpt-4-0125-preview", from: "2024-01-25", 10_000, 30_000),
    Model(
      "openai", "gpt-4-turbo-2024-04-09", from: "2024-04-09", 10_000, 30_000,
      retires: "2026-10-23"),
    Model("openai", "gpt-4o-2024-05-13", from: "2024-05-13", 5_000, 15_000, retires: "2026-10-23"),
    Model(
      "openai", "gpt-4o-2024-08-06", from: "2024-08-06", 2_500, 10_000, cached: 1_250,
      retires: "2027-01-14"),
    Model(
      "openai", "gpt-4o-mini-2024-07-18", from: "2024-07-18", 150, 600, cached: 75,
      retires: "2027-01-14"),
    Model(
      "openai", "gpt-4.1-2025-04-14", from: "2025-04-14", 2_000, 8_000, cached: 500,
      retires: "2027-01-14"),
    Model(
      "openai", "gpt-4.1-mini-2025-04-14", from: "2025-04-14", 400, 1_600, cached: 100,
      retires: "2027-01-14"),
    Model("openai", "gpt-3.5-turbo-0125", from: "2024-01-25", 500, 1_500, retires: "2026-10-23"),
    Model(
      "anthropic", "claude-3-opus-20240229", from: "2024-02-29", 15_000, 75_000, cached: 1_500,
      written: 18_750),
    Model(
      "anthropic", "claude-3-5-sonnet-20240620", from: "2024-06-20", 3_000, 15_000, cached: 300,
      written: 3_750),
    Model(
      "anthropic", "claude-3-5-sonnet-20241022", from: "2024-10-22", 3_000, 15_000, cached: 300,
      written: 3_750),
  ]
}
