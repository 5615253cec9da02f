/// Decimal notation of US dollars, computed from nano-USD without a Double.
enum MoneyText {
  /// Nano-USD in one US dollar.
  static let nanoPerUSD: UInt64 = 1_000_000_000

  /// The exact amount in dollars with nine places, for machines: `0.000013500`.
  static func machine(nanoUSD: Int64) -> String {
    (nanoUSD < 0 ? "-" : "") + DecimalText.placed(UInt128(nanoUSD.magnitude), digits: 9)
  }

  /// The amount for people: two places from $1 up, below that four significant digits.
  static func people(nanoUSD: Int64) -> String {
    let magnitude = significant(nanoUSD.magnitude)
    let sign = nanoUSD < 0 ? "-$" : "$"
    guard magnitude < nanoPerUSD else { return sign + dollars(magnitude) }
    var fraction = Substring(DecimalText.padded(String(magnitude), to: 9))
    while fraction.utf8.count > 2 && fraction.last == "0" { fraction.removeLast() }
    return sign + "0." + fraction
  }

  // MARK: - Private

  /// The amount rounded to four significant digits when it is below a dollar.
  private static func significant(_ nano: UInt64) -> UInt64 {
    guard nano < nanoPerUSD else { return nano }
    var unit: UInt64 = 1
    while nano / unit >= 10_000 { unit *= 10 }
    return UInt64(DecimalText.rounded(UInt128(nano), dividedBy: UInt128(unit))) * unit
  }

  private static func dollars(_ nano: UInt64) -> String {
    let cents = DecimalText.rounded(UInt128(nano), dividedBy: UInt128(nanoPerUSD / 100))
    let (whole, part) = cents.quotientAndRemainder(dividingBy: 100)
    return DecimalText.grouped(String(whole)) + "." + DecimalText.padded(String(part), to: 2)
  }
}
