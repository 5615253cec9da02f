extension Timestamp {
  /// Reads a JSON number of seconds since 1970 UTC, such as `1711370016.7036178` or `1.7e9`.
  ///
  /// - Parameter token: the number as JSON writes it. Nil is returned when it is none, when it is
  ///   not a whole number of nanoseconds, or when it is outside the reach of `Timestamp`.
  public init?(decimalSeconds token: String) {
    self.init(decimalSeconds: token.utf8)
  }

  /// Reads the UTF-8 bytes of a JSON number of seconds since 1970 UTC.
  ///
  /// - Parameter token: as for a String.
  /// - Complexity: O(bytes).
  package init?(decimalSeconds token: some Sequence<UInt8>) {
    guard let decimal = ExactDecimal(token), let value = decimal.scaled(byPowerOfTen: 9) else {
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
