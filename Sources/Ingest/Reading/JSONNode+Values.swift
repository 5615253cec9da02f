package import Warehouse

extension JSONNode {
  /// The truth value; nil for anything else.
  package var bool: Bool? {
    switch kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// A number exactly as the document writes it, of any size; nil for what is no number.
  package var numberToken: String? {
    kind == .number ? rawJSON : nil
  }

  /// A number written as a plain integer that fits; nil for `1.0`, `1e3` and what is no number.
  package var int64: Int64? {
    guard kind == .number else { return nil }
    return unsafe withRawUTF8 { token in unsafe plainInteger(token) }
  }

  /// The nearest Double of a number; nil for `1e999`, which has none, and what is no number.
  package var double: Double? {
    // Integers of up to 15 digits are exact; zero is left out because of its sign.
    if let int64, int64 != 0, int64.magnitude < 1_000_000_000_000_000 { return Double(int64) }
    guard let numberToken, let value = Double(numberToken), value.isFinite else { return nil }
    return value
  }

  /// A number of seconds since 1970 UTC; nil if it does not fit exactly, and for other values.
  package var unixSeconds: Timestamp? {
    guard kind == .number else { return nil }
    return unsafe withRawUTF8 { token in unsafe Timestamp(decimalSeconds: Array(token)) }
  }

  /// A name that an object holds more than once, the first one to come again; nil if none does.
  ///
  /// - Complexity: O(n²) comparisons of lengths up to 32 members, O(n) Strings beyond.
  package var firstDuplicateKey: String? {
    count <= 32 ? firstDuplicateOfFew() : firstDuplicateOfMany()
  }

  // MARK: - Private

  private func firstDuplicateOfFew() -> String? {
    for (position, member) in members.enumerated() {
      for earlier in members.prefix(position) where earlier.hasSameKey(as: member) {
        return member.key()
      }
    }
    return nil
  }

  private func firstDuplicateOfMany() -> String? {
    var seen: Set<[UInt8]> = []
    for member in members {
      let name = unsafe member.withKeyUTF8 { bytes in unsafe Array(bytes) }
      if let name, !seen.insert(name).inserted { return member.key() }
    }
    return nil
  }

  private func hasSameKey(as other: JSONNode) -> Bool {
    let answer = unsafe withKeyUTF8 { own in
      unsafe other.withKeyUTF8 { theirs in unsafe equalBytes(own, theirs) }
    }
    return (answer ?? nil) ?? false
  }
}

/// The value of `-?[0-9]+`; nil for any other text, or when it does not fit.
private func plainInteger(_ token: UnsafeBufferPointer<UInt8>) -> Int64? {
  let isNegative = unsafe token.first == UInt8(ascii: "-")
  let start = isNegative ? 1 : 0
  guard token.count > start else { return nil }
  var value: Int64 = 0
  for place in start..<token.count {
    let digit = unsafe Int64(token[place]) - 0x30
    guard (0...9).contains(digit) else { return nil }
    let (tens, tensOverflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, overflow) = tens.addingReportingOverflow(isNegative ? -digit : digit)
    if tensOverflow || overflow { return nil }
    value = sum
  }
  return value
}
