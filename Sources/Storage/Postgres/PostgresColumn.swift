internal import CPostgres

/// One column of a result, and how its values are read.
struct PostgresColumn {
  let name: String
  /// nil for a type that is not known here, which is read as the text the server makes of it.
  let type: PostgresType?
  let isBinary: Bool

  func integer(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    guard isBinary else { return Self.integer(unsafe Self.text(bytes)) }
    return switch type {
    case .int8: unsafe PostgresBinary.number(Int64.self, bytes)
    case .int4: unsafe Int64(PostgresBinary.number(Int32.self, bytes))
    case .int2: unsafe Int64(PostgresBinary.number(Int16.self, bytes))
    case .bool: unsafe bytes[0] == 0 ? 0 : 1
    case .float8: unsafe Int64(real(bytes))
    default: Self.integer(unsafe Self.text(bytes))
    }
  }

  func real(_ bytes: UnsafeRawBufferPointer) -> Double {
    if isBinary, type == .float8 {
      return unsafe Double(bitPattern: PostgresBinary.number(UInt64.self, bytes))
    }
    if isBinary, type?.isText != true { return unsafe Double(integer(bytes)) }
    return unsafe Double(Self.text(bytes)) ?? 0
  }

  func text(_ bytes: UnsafeRawBufferPointer) -> String {
    switch (type, isBinary) {
    case (.bool, _): unsafe "\(integer(bytes))"
    case (.int8, true), (.int4, true), (.int2, true): unsafe "\(integer(bytes))"
    case (.float8, true): unsafe "\(real(bytes))"
    case (.timestamptz, _): unsafe Self.instant(Self.text(bytes))
    default: unsafe Self.text(bytes)
    }
  }

  func bytes(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    guard type == .bytes, !isBinary else { return unsafe Array(bytes) }
    // `\x` and two digits a byte.
    return stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      unsafe Self.digit(bytes[index]) << 4 | Self.digit(bytes[index + 1])
    }
  }

  /// The type of a value; an exact number is one here if a float holds all of its digits.
  func valueType(_ bytes: UnsafeRawBufferPointer) -> ValueType {
    switch type {
    case .bool, .int8, .int4, .int2, .oid: .integer
    case .float8: .real
    case .bytes: .bytes
    case .numeric: unsafe Self.numericType(Self.text(bytes))
    case .text, .varchar, .name, .timestamptz, nil: .text
    }
  }

  // MARK: - Private

  /// Digits that every float keeps.
  private static let exactDigits = 15

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    unsafe String(decoding: bytes, as: UTF8.self)
  }

  /// Whole numbers also where the server writes `t`, or `12.0000` for a quotient.
  private static func integer(_ text: String) -> Int64 {
    text == "t" ? 1 : Int64(text.prefix { $0 != "." }) ?? 0
  }

  private static func numericType(_ text: String) -> ValueType {
    if Int64(text) != nil { return .integer }
    return text.count(where: \.isWholeNumber) <= exactDigits ? .real : .text
  }

  /// Times as the other engine writes them; sessions are set to UTC.
  private static func instant(_ text: String) -> String {
    guard text.hasSuffix("+00") else { return text }
    return text.dropLast(3).replacing(" ", with: "T", maxReplacements: 1) + "Z"
  }

  private static func digit(_ character: UInt8) -> UInt8 {
    character <= UInt8(ascii: "9")
      ? character - UInt8(ascii: "0") : character - UInt8(ascii: "a") + 10
  }
}
