internal import Warehouse

/// What a price is a price of, within one model.
struct PriceSlot: Hashable, Comparable {
  let tokenClass: PriceRow.TokenClass
  let tier: PriceRow.Tier
  let aboveTokens: Int64

  init(_ tokenClass: PriceRow.TokenClass, _ tier: PriceRow.Tier, aboveTokens: Int64) {
    self.tokenClass = tokenClass
    self.tier = tier
    self.aboveTokens = aboveTokens
  }

  init(_ row: PriceRow) {
    self.init(row.tokenClass, row.tier, aboveTokens: row.aboveTokens)
  }

  static func < (left: PriceSlot, right: PriceSlot) -> Bool {
    (left.tier.rawValue, left.tokenClass.rawValue, left.aboveTokens)
      < (right.tier.rawValue, right.tokenClass.rawValue, right.aboveTokens)
  }
}

/// Collects the prices of one entry of LiteLLM's table, field by field.
struct LiteLLMPrices {
  private(set) var amounts: [PriceSlot: Int64] = [:]
  /// Fields with prices that have no place here: of images, sounds, seconds, other tiers.
  private(set) var unplaced: [String] = []

  /// Takes a field, where it is one of prices.
  ///
  /// - Throws: `PriceProblem` for a price that cannot be one.
  mutating func add(_ field: String, _ node: JSONNode, _ fields: inout LiteLLMFields) throws {
    guard !node.isNull else { return }
    switch fields.meaning(of: field) {
    case .noPrice: return
    case .tiers: try addTiers(node, &fields)
    case .unplaced: unplaced.append(field)
    case .price(let slot): try add(slot, try Self.amount(node, slot.tokenClass, field), field)
    }
  }

  /// Why there is nothing to take.
  var whyEmpty: String {
    unplaced.isEmpty
      ? "has no price"
      : "has no price for a token or a call, only \(unplaced.sorted().joined(separator: ", "))"
  }

  // MARK: - Private

  private static func amount(
    _ node: JSONNode, _ tokenClass: PriceRow.TokenClass, _ field: String
  ) throws(PriceProblem) -> Int64 {
    guard let token = node.numberToken else {
      throw PriceProblem("\(field) is \(node.shownJSON), not a number")
    }
    do {
      return try PriceCheck.amount(token, tokenClass, timesTenTo: 6)
    } catch {
      throw PriceProblem("\(field): \(error)")
    }
  }

  private mutating func add(_ slot: PriceSlot, _ amount: Int64, _ field: String) throws {
    if let known = amounts.updateValue(amount, forKey: slot), known != amount {
      throw PriceProblem("two prices for one instant: \(field) is another than before")
    }
  }

  /// Steps by the size of the prompt: each begins where the one before ends.
  private mutating func addTiers(_ node: JSONNode, _ fields: inout LiteLLMFields) throws {
    var end: Double = 0
    for step in node.elements {
      guard let range = step["range"], range.count == 2 else {
        unplaced.append("tiered_pricing")
        return
      }
      let marks = range.elements.compactMap(\.double)
      guard marks.count == 2, marks[0] == end, marks[1] > marks[0],
        let above = Int64(exactly: marks[0])
      else {
        throw PriceProblem("tiered_pricing: overlapping tiers, or a gap, at \(range.shownJSON)")
      }
      end = marks[1]
      for member in step.members {
        guard let field = member.key(), field != "range" else { continue }
        guard case .price(let slot) = fields.meaning(of: field), slot.aboveTokens == 0 else {
          unplaced.append("tiered_pricing.\(field)")
          continue
        }
        let place = PriceSlot(slot.tokenClass, slot.tier, aboveTokens: above)
        try add(place, try Self.amount(member, slot.tokenClass, field), "tiered_pricing")
      }
    }
  }
}
