/// The fields of a request or a response, in order; names are compared without case.
///
/// Values may be keys, so that neither description nor mirror shows one.
public struct HTTPHeaders: Hashable, Sendable {
  /// One field.
  public struct Field: Hashable, Sendable {
    /// Its name, spelt as it was given or came.
    public let name: String
    /// Its value, without white space around it.
    public let value: String
  }

  /// The fields, in order; a name may occur twice.
  public private(set) var fields: [Field] = []

  /// No fields.
  public init() {}

  /// Adds a field behind the others.
  ///
  /// A line end in a value would begin another field, and is left out with the other control
  /// characters.
  public mutating func append(_ name: String, _ value: String) {
    let isControl = { (byte: UInt8) in byte < 0x20 || byte == 0x7f }
    let text =
      value.utf8.contains(where: isControl)
      ? String(decoding: value.utf8.filter { !isControl($0) }, as: UTF8.self) : value
    fields.append(Field(name: name, value: text))
  }

  /// The value of the first field with a name; nil where there is none.
  ///
  /// - Complexity: O(fields).
  public subscript(name: String) -> String? {
    fields.first { Self.equal($0.name, name) }?.value
  }

  /// Compares ASCII names without case.
  private static func equal(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count
      && zip(left.utf8, right.utf8).allSatisfy { lowercase($0) == lowercase($1) }
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
  /// The fields of a literal, in its order.
  public init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { append(name, value) }
  }
}

extension HTTPHeaders: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The names alone.
  public var description: String { "[\(fields.map(\.name).joined(separator: ", "))]" }

  /// The names alone.
  public var debugDescription: String { description }

  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension HTTPHeaders.Field: CustomStringConvertible, CustomReflectable {
  /// The name alone.
  public var description: String { name }

  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
