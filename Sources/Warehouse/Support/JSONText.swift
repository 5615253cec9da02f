/// JSON under construction, as bytes: the caller writes the brackets, this type the values.
public struct JSONText: Sendable {
  /// What was appended so far, as UTF-8.
  public private(set) var utf8: [UInt8] = []

  /// Creates an empty text.
  public init() {}

  /// A text as a JSON string, quotes included.
  public static func quoted(_ text: String) -> String {
    var json = JSONText()
    json.append(escaped: text)
    return json.string
  }

  /// An object of fields whose values are JSON already, as Python spells it.
  public static func object(_ fields: [(name: String, json: String)]) -> JSONText {
    var json = JSONText()
    json.append("{")
    for (index, field) in fields.enumerated() {
      if index > 0 { json.append(", ") }
      json.append(escaped: field.name)
      json.append(": ")
      json.append(field.json)
    }
    json.append("}")
    return json
  }

  /// What was appended so far.
  public var string: String { String(decoding: utf8, as: UTF8.self) }

  /// Forgets what was appended and keeps the memory.
  public mutating func removeAll() { utf8.removeAll(keepingCapacity: true) }

  /// Appends JSON as it is: punctuation, a number, `null`.
  public mutating func append(_ json: String) { utf8.append(contentsOf: json.utf8) }

  /// Appends a text as a JSON string, quotes included.
  ///
  /// Beside what JSON demands, DEL, the C1 controls (of which one starts escape sequences on some
  /// terminals), line separators and bidi overrides and isolates are escaped, so that JSON is safe
  /// to look at.
  ///
  /// - Complexity: O(bytes); runs that need no escape are copied whole.
  public mutating func append(escaped text: String) {
    utf8.append(UInt8(ascii: "\""))
    append(escaped: text.utf8Span.span)
    utf8.append(UInt8(ascii: "\""))
  }

  /// Makes room for so many bytes more.
  public mutating func reserve(_ count: Int) { utf8.reserveCapacity(utf8.count + count) }

  // MARK: - Private

  private mutating func append(escaped bytes: Span<UInt8>) {
    var runStart = 0
    var index = 0
    while index < bytes.count {
      // Most bytes are printable ASCII.
      let byte = bytes[index]
      if byte >= 0x20, byte < 0x7f, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        index += 1
        continue
      }
      guard let (scalar, length) = Self.special(at: index, of: bytes) else {
        index += 1
        continue
      }
      append(bytes.extracting(runStart..<index))
      append(escape: scalar)
      index += length
      runStart = index
    }
    append(bytes.extracting(runStart...))
  }

  private mutating func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe utf8.append(contentsOf: $0) }
  }

  /// The scalar at a byte and its length in bytes; nil if it stands for itself.
  @inline(__always)
  private static func special(
    at index: Int, of bytes: Span<UInt8>
  ) -> (scalar: UInt16, length: Int)? {
    let byte = bytes[index]
    switch byte {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7f: return (UInt16(byte), 1)
    case 0xc2:
      let second = bytes[index + 1]
      return second < 0xa0 ? (UInt16(second), 2) : nil
    case 0xe2:
      let (second, third) = (bytes[index + 1], bytes[index + 2])
      if second == 0x80, (0xa8...0xae).contains(third) { return (0x2000 + UInt16(third & 0x3f), 3) }
      if second == 0x81, (0xa6...0xa9).contains(third) { return (0x2040 + UInt16(third & 0x3f), 3) }
      return nil
    default: return nil
    }
  }

  private mutating func append(escape scalar: UInt16) {
    switch scalar {
    case 0x22: append("\\\"")
    case 0x5c: append("\\\\")
    case 0x08: append("\\b")
    case 0x09: append("\\t")
    case 0x0a: append("\\n")
    case 0x0c: append("\\f")
    case 0x0d: append("\\r")
    default:
      let digits = String(scalar, radix: 16)
      append("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
    }
  }
}
