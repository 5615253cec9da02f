public import Warehouse

/// An amount of an invoice.
struct InvoiceAmount {
  let nanoUSD: Int64
  /// Half of its last digit.
  let roundingNanoUSD: Int64

  /// - Parameters:
  ///   - text: a decimal number, negative for a credit.
  ///   - power: -2 where it is in cents.
  /// - Throws: `InvoiceProblem`.
  init(_ text: String, timesTenTo power: Int = 0) throws(InvoiceProblem) {
    let digits = text.hasPrefix("-") ? String(text.dropFirst()) : text
    guard let amount = NanoUSD(dollars: digits, timesTenTo: power)?.amount else {
      throw InvoiceProblem("the amount \"\(text.prefix(40))\" is no number of US dollars")
    }
    nanoUSD = text.hasPrefix("-") ? -amount : amount
    // Amounts that programs write have all their digits.
    let fraction = digits.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first
    let places = (fraction?.utf8.count ?? 0) - power
    let isExact = digits.contains { $0 == "e" || $0 == "E" } || places > 8
    roundingNanoUSD = isExact ? 0 : (0..<(9 - places)).reduce(5) { unit, _ in unit * 10 } / 10
  }

  /// - Throws: `InvoiceProblem` for any currency but US dollars.
  static func check(currency: String) throws(InvoiceProblem) {
    guard currency.lowercased() == "usd" else {
      throw InvoiceProblem("the currency is \(currency); only invoices in USD are compared")
    }
  }

  /// The day that begins at an instant of Unix time.
  ///
  /// - Throws: `InvoiceProblem` where no day of UTC begins then.
  static func day(unixSeconds: Int64) throws(InvoiceProblem) -> Int64 {
    guard unixSeconds % 86_400 == 0, (0...100_000).contains(unixSeconds / 86_400) else {
      throw InvoiceProblem(
        "\(unixSeconds) is no beginning of a day in UTC; an invoice by days of another time zone "
          + "cannot be compared")
    }
    return unixSeconds / 86_400
  }
}

/// What is wrong in an invoice, in words that follow its place.
struct InvoiceProblem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Why an invoice is not taken.
public enum InvoiceError: Error, CustomStringConvertible {
  /// It is of no format that is known.
  case unknown(file: String, reason: String)
  /// A place of it is wrong.
  case bad(file: String, place: String, reason: String)
  /// Two files have the same line.
  case twice(file: String, line: InvoiceLine)

  /// One line for a person.
  public var description: String {
    switch self {
    case .unknown(let file, let reason): "\(file): is no invoice that is known: \(reason)"
    case .bad(let file, let place, let reason): "\(file): \(place): \(reason)"
    case .twice(let file, let line):
      "\(file): \(line.dayText) \(line.item ?? line.model ?? "") stands in another of the files "
        + "too, and would count twice"
    }
  }
}
