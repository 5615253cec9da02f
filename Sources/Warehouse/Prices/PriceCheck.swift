/// Reads one price of a table, and says what is wrong with a bad one.
package enum PriceCheck {
  /// A million tokens for a thousand dollars: no provider has asked more than 600, and tables with a
  /// price per thousand in a column per token ask thousands.
  package static let highestPerMillion: Int64 = 1_000 * 1_000_000_000
  /// A hundred dollars a call.
  package static let highestPerMillionRequests: Int64 = 100_000_000 * 1_000_000_000

  /// The amount in nano-USD per million.
  ///
  /// - Parameters:
  ///   - text: dollars, for a million or for one.
  ///   - power: 6 where it is for one.
  /// - Throws: `PriceProblem`.
  package static func amount(
    _ text: String, _ tokenClass: PriceRow.TokenClass, timesTenTo power: Int = 0
  ) throws(PriceProblem) -> Int64 {
    let lowered = text.lowercased()
    guard !lowered.contains("nan"), !lowered.contains("inf") else {
      throw PriceProblem("\(text) is no amount")
    }
    if text.hasPrefix("-") {
      guard NanoUSD(dollars: String(text.dropFirst()), timesTenTo: power)?.amount == 0 else {
        throw PriceProblem("\(text) is negative")
      }
      return 0
    }
    guard let amount = NanoUSD(dollars: text, timesTenTo: power)?.amount else {
      throw PriceProblem("\(text.prefix(40)) is no amount in US dollars, such as 2.50 or 2.5e-6")
    }
    let highest = tokenClass == .request ? highestPerMillionRequests : highestPerMillion
    guard amount <= highest else {
      throw PriceProblem(
        "\(text) is more than \(USDText.of(highest)) per million, which no provider asks")
    }
    return amount
  }

  /// The first instant of a day in UTC; nil: no such day.
  package static func day(_ text: String) -> Int64? {
    guard text.utf8.count == "2026-01-31".utf8.count else { return nil }
    return Timestamp(rfc3339: text + "T00:00:00Z")?.nanoseconds
  }
}

/// Why a price cannot be taken, in words that follow its place.
package struct PriceProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
