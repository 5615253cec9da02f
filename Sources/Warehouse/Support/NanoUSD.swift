/// An amount of money in billionths of a US dollar.
public struct NanoUSD: Hashable, Sendable {
  /// Billionths of a dollar.
  public let amount: Int64

  /// An amount.
  public init(amount: Int64) {
    self.amount = amount
  }

  /// Reads an amount in dollars as programs write it: `0.25`, `1.35e-05`.
  ///
  /// - Parameter text: as for `init(dollars:timesTenTo:)`.
  public init?(dollars text: String) { self.init(dollars: text, timesTenTo: 0) }

  /// Reads an amount in dollars as programs write it, and takes it many times.
  ///
  /// No Double is in between. What is below a billionth is rounded to the nearest, halves up.
  ///
  /// - Parameters:
  ///   - text: digits with a point and an exponent, or without. Nil is returned for anything else,
  ///     for negative amounts, and for those that do not fit.
  ///   - power: how many times the amount is taken, as a power of ten: 6 for a price of one token
  ///     that is wanted for a million.
  public init?(dollars text: String, timesTenTo power: Int) {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    guard parts.count <= 2, let exponent = parts.count == 2 ? Int(parts[1]) : 0,
      let (digits, fraction) = Self.digits(parts[0])
    else { return nil }
    // As many of the digits stand before the point of the amount; the next one rounds.
    let (count, overflow) = (digits.count - fraction + 9 + power)
      .addingReportingOverflow(exponent)
    guard !overflow, count <= 19 || digits.allSatisfy({ $0 == 0 }) else { return nil }
    var amount: Int64 = 0
    for place in 0..<max(0, min(count, 19)) {
      let (tens, tooLarge) = amount.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = tens.addingReportingOverflow(place < digits.count ? digits[place] : 0)
      guard !tooLarge, !isOver else { return nil }
      amount = sum
    }
    let isRoundedUp = digits.indices.contains(count) && digits[count] >= 5
    self.amount = isRoundedUp && amount < .max ? amount + 1 : amount
  }

  /// The digits of a plain number without zeros before them, and how many stand behind its point.
  private static func digits(_ text: Substring) -> (digits: [Int64], fraction: Int)? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let all = parts.joined()
    guard (1...2).contains(parts.count), !all.isEmpty, all.utf8.count <= 400,
      all.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let digits = all.utf8.map { Int64($0) - 0x30 }.drop { $0 == 0 }
    return (Array(digits), parts.count == 2 ? parts[1].utf8.count : 0)
  }
}
