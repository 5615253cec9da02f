/// A value bound to a parameter of a statement.
///
/// The two slice cases bind bytes that stand in a larger buffer without making a `String` or a
/// copy of them first; import uses them for the texts of a batch.
package enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  /// A text given as UTF-8 bytes that are known to be valid.
  case utf8(ArraySlice<UInt8>)
  case bytes(ArraySlice<UInt8>)
  /// Sixteen bytes, the first eight of them the big-endian bytes of `high`: a digest, which would
  /// otherwise need memory of its own for each row.
  case digest(high: UInt64, low: UInt64)
}

extension SQLValue {
  /// `.integer`, or null.
  package static func optional(_ value: Int64?) -> SQLValue { value.map(SQLValue.integer) ?? .null }

  /// `.real`, or null.
  package static func optional(_ value: Double?) -> SQLValue { value.map(SQLValue.real) ?? .null }

  /// `.text`, or null.
  package static func optional(_ value: String?) -> SQLValue { value.map(SQLValue.text) ?? .null }

  /// An integer of any width that fits.
  package static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }

  /// The bytes of a digest.
  package static func digestBytes(high: UInt64, low: UInt64) -> [UInt8] {
    unsafe withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { unsafe Array($0) }
  }

  /// The whole of an array of bytes.
  package static func bytes(_ value: [UInt8]) -> SQLValue { .bytes(value[...]) }
}
