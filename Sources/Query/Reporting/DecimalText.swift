/// Decimal notation of numbers, rounded correctly and without a locale.
enum DecimalText {
  /// The exact double times 10^`shift`, rounded to `digits` places, halves to the even digit.
  ///
  /// What rounds to zero has no sign. From 2^53 up, where a double holds no fraction any more, and
  /// for what is not finite, the shortest text that reads back as the same double.
  ///
  /// - Precondition: `digits + shift` is at most 17, so that the product fits 128 bits.
  static func fixed(_ value: Double, digits: Int, shift: Int = 0) -> String {
    guard value.magnitude < 0x1p53 else { return (value * power(shift)).description }
    let isSubnormal = value.exponentBitPattern == 0
    let significand = value.significandBitPattern | (isSubnormal ? 0 : 1 << 52)
    let negatedExponent = 1075 - max(1, Int(value.exponentBitPattern))
    let scaled = UInt128(significand) * integerPower(digits + shift)
    // 2^53 * 10^17 is below 2^110: shifted by more than 110 bits nothing is left to round up.
    let units = negatedExponent > 110 ? 0 : rounded(scaled, dividedBy: 1 << negatedExponent)
    let sign = value < 0 && units != 0 ? "-" : ""
    return sign + placed(units, digits: digits)
  }

  /// A p-value to some places, or `<0.001` where it is below the last of them: no p-value is zero.
  ///
  /// - Precondition: `digits` is positive.
  static func probability(_ value: Double, digits: Int) -> String {
    guard value >= 0, value * power(digits) < 1 else { return fixed(value, digits: digits) }
    return "<" + placed(1, digits: digits)
  }

  /// `value / divisor` to the nearest whole number, halves to the even one.
  static func rounded(_ value: UInt128, dividedBy divisor: UInt128) -> UInt128 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    let rest = divisor - remainder
    let isUp = remainder > rest || (remainder == rest && !quotient.isMultiple(of: 2))
    return isUp ? quotient + 1 : quotient
  }

  /// A count of 10^-`digits` as a decimal: 1205 with 2 digits is `12.05`.
  static func placed(_ units: UInt128, digits: Int) -> String {
    guard digits > 0 else { return String(units) }
    let text = padded(String(units), to: digits + 1)
    return text.dropLast(digits) + "." + text.suffix(digits)
  }

  /// A whole number with a comma before each group of three digits: `-1,234,567`.
  static func grouped(_ value: Int64) -> String {
    (value < 0 ? "-" : "") + grouped(String(value.magnitude))
  }

  /// Decimal digits with a comma before each group of three.
  static func grouped(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// Decimal digits with zeros in front up to `count` digits.
  static func padded(_ digits: String, to count: Int) -> String {
    String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }

  // MARK: - Private

  private static func integerPower(_ exponent: Int) -> UInt128 {
    (0..<exponent).reduce(1) { product, _ in product * 10 }
  }

  private static func power(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * 10 }
  }
}
