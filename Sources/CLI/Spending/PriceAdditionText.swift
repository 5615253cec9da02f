internal import Warehouse

/// What adding prices came to, for people.
enum PriceAdditionText {
  static func of(_ addition: PriceAddition) -> String {
    guard addition.added > 0 else { return "the store has these prices already" }
    let prices = "\(addition.added) \(addition.added == 1 ? "price" : "prices") added"
    let filled = addition.costs.filled
    guard filled > 0 else { return prices }
    return prices + "; the cost of \(filled) \(filled == 1 ? "call" : "calls") is known now: "
      + MoneyLine.of(addition.costs.differenceNanoUSD)
  }
}

/// An amount in a line of text, exact.
enum MoneyLine {
  static func of(_ nanoUSD: Int64) -> String { USDText.of(nanoUSD) }
}
