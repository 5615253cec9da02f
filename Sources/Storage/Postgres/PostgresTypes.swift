internal import CPostgres

/// The types of PostgreSQL that are known here, by the numbers of its catalogue.
///
/// Source: https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/catalog/pg_type.dat
enum PostgresType: Oid {
  case bool = 16
  case bytes = 17
  case name = 19
  case int8 = 20
  case int2 = 21
  case int4 = 23
  case text = 25
  case oid = 26
  case float8 = 701
  case varchar = 1043
  case timestamptz = 1184
  case numeric = 1700

  /// Whether its binary form is read here; the others come as text.
  var isReadBinary: Bool { ![.timestamptz, .numeric, .oid].contains(self) }

  /// Whether its binary form is the UTF-8 of its text.
  var isText: Bool { self == .text || self == .varchar || self == .name }
}

/// Values in the binary form of the protocol, which is big-endian.
enum PostgresBinary {
  static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  static func number<Number: FixedWidthInteger>(
    _ type: Number.Type, _ bytes: UnsafeRawBufferPointer
  ) -> Number {
    unsafe Number(bigEndian: bytes.loadUnaligned(as: Number.self))
  }
}

extension Double {
  /// What every engine keeps of it: no number is NULL and minus zero is zero, as in SQLite.
  var stored: Double? { isNaN ? nil : self == 0 ? 0 : self }
}
