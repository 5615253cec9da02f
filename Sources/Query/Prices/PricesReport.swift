public import Warehouse

/// The prices that hold at an instant.
public struct PricesReport: Sendable {
  private let models: [String]
  private let instant: Int64

  /// What holds at an instant.
  ///
  /// - Parameters:
  ///   - models: only these; empty: all.
  ///   - instant: nanoseconds since 1970 UTC.
  public init(models: [String] = [], at instant: Int64) {
    self.models = models
    self.instant = instant
  }

  /// Reads the store.
  ///
  /// - Throws: `NameError` for a model that has no price.
  public func run(on store: Store) async throws -> Report {
    let book = try await store.prices(withStarters: true)
    let entries = book.inForce(at: instant)
    for model in models {
      try NameError.check(model, kind: "priced model", among: Set(entries.map(\.model)).sorted())
    }
    let shown = models.isEmpty ? entries : entries.filter { models.contains($0.model) }
    return Report(
      name: "prices",
      parameters: [
        Report.Parameter("model", .list(models.map(Cell.text))),
        Report.Parameter("at", .time(nanoseconds: instant)),
      ],
      columns: [Report.Column](Self.fields),
      sections: [Report.Section(title: "", rows: shown.map { Report.Row($0, Self.fields) })])
  }

  private static let fields: [Field<PriceRow>] = [
    .text("provider") { .text($0.provider) }, .text("model") { .text($0.model) },
    .text("token_class") { .text($0.tokenClass.rawValue) },
    .text("tier") { .text($0.tier.rawValue) },
    .number("above_tokens", unit: "tokens") { .integer($0.aboveTokens) },
    .number("usd_per_million", unit: "usd") { .usd(nano: $0.nanoUSDPerMillion) },
    .text("valid_from", unit: "time") { .time(nanoseconds: $0.validFrom) },
    .text("retires_at", unit: "time", .whenSpace(priority: 2)) { Cell(time: $0.retiresAt) },
    .text("source", .whenSpace(priority: 1)) { .text($0.source) },
  ]
}
