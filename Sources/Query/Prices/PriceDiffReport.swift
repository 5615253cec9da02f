public import Warehouse

/// What became of prices between two instants.
public struct PriceDiffReport: Sendable {
  private let before: Int64
  private let after: Int64

  /// A comparison of what holds at two instants.
  ///
  /// - Parameters:
  ///   - before: nanoseconds since 1970 UTC.
  ///   - after: nanoseconds since 1970 UTC.
  public init(from before: Int64, to after: Int64) {
    self.before = before
    self.after = after
  }

  private struct Thing: Hashable {
    let provider: String
    let model: String
    let tokenClass: String
    let tier: String
    let aboveTokens: Int64

    init(_ row: PriceRow) {
      provider = row.provider
      model = row.model
      tokenClass = row.tokenClass.rawValue
      tier = row.tier.rawValue
      aboveTokens = row.aboveTokens
    }

    var order: [String] { [provider, model, tokenClass, tier] }
  }

  private struct Change {
    let thing: Thing
    let before: Int64?
    let after: Int64?
  }

  /// Reads the store; what is the same at both instants is left out.
  public func run(on store: Store) async throws -> Report {
    let book = try await store.prices(withStarters: true)
    let (old, new) = (amounts(book.inForce(at: before)), amounts(book.inForce(at: after)))
    let changes = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
      .sorted {
        $0.order == $1.order
          ? $0.aboveTokens < $1.aboveTokens : $0.order.lexicographicallyPrecedes($1.order)
      }
      .map { Change(thing: $0, before: old[$0], after: new[$0]) }
    return Report(
      name: "prices diff",
      parameters: [
        Report.Parameter("from", .time(nanoseconds: before)),
        Report.Parameter("to", .time(nanoseconds: after)),
      ],
      columns: [Report.Column](Self.fields),
      sections: [Report.Section(title: "", rows: changes.map { Report.Row($0, Self.fields) })],
      notes: changes.isEmpty ? ["No price differs."] : [])
  }

  private func amounts(_ rows: [PriceRow]) -> [Thing: Int64] {
    Dictionary(rows.map { (Thing($0), $0.nanoUSDPerMillion) }) { first, _ in first }
  }

  private static let fields: [Field<Change>] = [
    .text("provider") { .text($0.thing.provider) }, .text("model") { .text($0.thing.model) },
    .text("token_class") { .text($0.thing.tokenClass) }, .text("tier") { .text($0.thing.tier) },
    .number("above_tokens", unit: "tokens") { .integer($0.thing.aboveTokens) },
    .number("before_usd", unit: "usd") { $0.before.map { .usd(nano: $0) } ?? .null },
    .number("after_usd", unit: "usd") { $0.after.map { .usd(nano: $0) } ?? .null },
  ]
}
