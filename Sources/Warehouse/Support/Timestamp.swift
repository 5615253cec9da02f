/// A moment, as whole nanoseconds since 1970-01-01T00:00:00Z without leap seconds.
///
/// Reaches from 1677-09-21 to 2262-04-11. Nothing here goes through a Double, so text that is
/// read and written again stays what it was.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Nanoseconds since 1970 UTC; negative before.
  public let nanoseconds: Int64

  /// A moment this many nanoseconds after 1970 UTC.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Whether the first moment is before the second.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension Timestamp {
  static let nanosecondsPerSecond: Int64 = 1_000_000_000

  /// Nine digits of a fraction without the zeros at their end; empty for zero.
  static func fractionDigits(nanoseconds: UInt64) -> String {
    guard nanoseconds > 0 else { return "" }
    var (number, width) = (nanoseconds, 9)
    while number.isMultiple(of: 10) { (number, width) = (number / 10, width - 1) }
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
