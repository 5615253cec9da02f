extension Timestamp {
  /// Reads a JSON number of seconds since 1970 UTC, such as `1711370016.7036178` or `1.7e9`.
  ///
  /// - Parameter token: the number as JSON writes it. Nil is returned when it is none, when it is
  ///   not a whole number of nanoseconds, or when it is outside the reach of `Timestamp`.
  public init?(decimalSeconds token: String) {
    self.init(token.utf8)
  }

  /// Reads the UTF-8 bytes of a JSON number of seconds since 1970 UTC.
  ///
  /// - Parameter token: as for a String.
  /// - Complexity: O(bytes).
  package init?(decimalSeconds token: [UInt8]) {
    self.init(token)
  }

  // Not for other modules, where it would be called without knowing what the bytes are in.
  private init?(_ token: some Sequence<UInt8>) {
    guard let decimal = Decimal(token), let value = decimal.scaled(byPowerOfTen: 9) else {
      return nil
    }
    self.init(nanoseconds: value)
  }

  /// Seconds since 1970 UTC as the shortest decimal that has a fraction: `1711370016.0`.
  public var decimalSeconds: String {
    let perSecond = UInt64(Timestamp.nanosecondsPerSecond)
    let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: perSecond)
    let fraction = Timestamp.fractionDigits(nanoseconds: rest)
    return "\(nanoseconds < 0 ? "-" : "")\(seconds).\(fraction.isEmpty ? "0" : fraction)"
  }
}

/// A number of the JSON grammar, kept as its digits: (-1 if negative) × digits × 10^exponent.
private struct Decimal {
  private var isNegative = false
  /// The integer the digits spell, without the zeros at its end; saturates when too long.
  private var coefficient: UInt64 = 0
  /// More significant digits than any Int64 has.
  private var isTooLong = false
  /// Zeros read but not yet known to be followed by another digit.
  private var pendingZeros = 0
  private var exponent = 0

  /// Nil when the text is not a JSON number.
  init?(_ token: some Sequence<UInt8>) {
    var rest = Scanner(token)
    isNegative = rest.take(UInt8(ascii: "-"))
    guard let first = rest.digit() else { return nil }
    append(first)
    if first != 0 {
      while let digit = rest.digit() { append(digit) }
    }
    if rest.take(UInt8(ascii: ".")), !readFraction(&rest) { return nil }
    if rest.take(UInt8(ascii: "e")) || rest.take(UInt8(ascii: "E")), !readExponent(&rest) {
      return nil
    }
    guard rest.isAtEnd else { return nil }
    exponent += pendingZeros
  }

  /// The value times 10^power if that is a whole number that fits.
  func scaled(byPowerOfTen power: Int) -> Int64? {
    guard coefficient != 0 else { return 0 }
    let zeros = exponent + power
    guard !isTooLong, (0...18).contains(zeros) else { return nil }
    var magnitude = coefficient
    for _ in 0..<zeros {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      magnitude = product
    }
    if isNegative, magnitude == Int64.min.magnitude { return .min }
    return Int64(exactly: magnitude).map { isNegative ? -$0 : $0 }
  }

  private mutating func append(_ digit: UInt64) {
    guard digit != 0 else {
      pendingZeros += 1
      return
    }
    if coefficient == 0 { pendingZeros = 0 }
    for _ in 0..<min(pendingZeros, 20) { push(0) }
    push(digit)
    pendingZeros = 0
  }

  private mutating func push(_ digit: UInt64) {
    let (tens, tensOverflow) = coefficient.multipliedReportingOverflow(by: 10)
    let (sum, overflow) = tens.addingReportingOverflow(digit)
    if tensOverflow || overflow { isTooLong = true } else { coefficient = sum }
  }

  private mutating func readFraction(_ rest: inout Scanner<some IteratorProtocol<UInt8>>) -> Bool {
    var count = 0
    while let digit = rest.digit() {
      append(digit)
      count += 1
    }
    exponent -= count
    return count > 0
  }

  private mutating func readExponent(_ rest: inout Scanner<some IteratorProtocol<UInt8>>) -> Bool {
    let isNegative = rest.take(UInt8(ascii: "-"))
    if !isNegative { _ = rest.take(UInt8(ascii: "+")) }
    guard var value = rest.digit() else { return false }
    // Past any length of text the exact value no longer matters.
    while let digit = rest.digit() { value = min(value * 10 + digit, 1 << 40) }
    exponent += isNegative ? -Int(value) : Int(value)
    return true
  }
}

/// Bytes with one of look-ahead.
private struct Scanner<Bytes: IteratorProtocol<UInt8>> {
  private var bytes: Bytes
  private var next: UInt8?

  init<S: Sequence>(_ sequence: S) where S.Iterator == Bytes {
    bytes = sequence.makeIterator()
    next = bytes.next()
  }

  var isAtEnd: Bool { next == nil }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    next = bytes.next()
    return true
  }

  mutating func digit() -> UInt64? {
    guard let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
      return nil
    }
    next = bytes.next()
    return UInt64(byte - UInt8(ascii: "0"))
  }
}
