internal import Warehouse

/// What the names of fields in LiteLLM's table mean.
///
/// Some two hundred names stand in a hundred thousand places, so each is taken apart once.
struct LiteLLMFields {
  private var known: [String: Meaning] = [:]

  /// What a field is.
  enum Meaning: Hashable {
    /// Something else than a price.
    case noPrice
    /// Prices by steps of the size of the prompt.
    case tiers
    /// A price that has no place here.
    case unplaced
    case price(PriceSlot)
  }

  /// What a field of this name is.
  mutating func meaning(of field: String) -> Meaning {
    if let meaning = known[field] { return meaning }
    let meaning = Self.meaning(field)
    known[field] = meaning
    return meaning
  }

  // MARK: - Private

  private static func meaning(_ field: String) -> Meaning {
    guard field.contains("cost") || field.contains("pricing") else { return .noPrice }
    if field == "tiered_pricing" { return .tiers }
    return slot(field).map(Meaning.price) ?? .unplaced
  }

  private static let fields: [(name: String, tokenClass: PriceRow.TokenClass)] = [
    ("input_cost_per_token_cache_hit", .cachedInput), ("input_cost_per_token", .input),
    ("output_cost_per_token", .output), ("output_cost_per_reasoning_token", .reasoning),
    ("cache_read_input_token_cost", .cachedInput),
    ("cache_creation_input_token_cost_above_1hr", .cacheWrite1h),
    ("cache_creation_input_token_cost", .cacheWrite5m), ("input_cost_per_request", .request),
  ]

  private static let tiers: [String: PriceRow.Tier] = [
    "_batches": .batch, "_flex": .flex, "_priority": .priority,
  ]

  /// What a field is the price of: a class, then a mark, then a tier; nil: nothing that has a place.
  private static func slot(_ field: String) -> PriceSlot? {
    guard let known = fields.first(where: { field.hasPrefix($0.name) }) else { return nil }
    var rest = field.dropFirst(known.name.utf8.count)
    var aboveTokens: Int64 = 0
    if let match = rest.prefixMatch(of: /_above_(\d{1,6})k_tokens/) {
      aboveTokens = (Int64(match.1) ?? 0) * 1_000
      rest = rest[match.range.upperBound...]
    }
    if rest.isEmpty { return PriceSlot(known.tokenClass, .standard, aboveTokens: aboveTokens) }
    return tiers[String(rest)].map { PriceSlot(known.tokenClass, $0, aboveTokens: aboveTokens) }
  }
}
