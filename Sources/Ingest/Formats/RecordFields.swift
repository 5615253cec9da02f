internal import Warehouse

/// The fields of one JSON record: takes the known ones by type, and keeps the rest.
///
/// What no column holds, and what a column would spell otherwise, is kept as JSON in `extra`, so
/// that an export gives every field as it came.
struct RecordFields {
  private let node: JSONNode
  // The places of the values that were asked for.
  private var known: [Int] = []
  /// Of texts that were digested, the places and keys.
  private(set) var textKeys: [(place: Int, key: Key)] = []
  // Field or JSON pointer, and the JSON as it stood.
  private var kept: [(name: String, json: String)] = []

  /// - Throws: `RecordProblem` unless the document is an object whose keys differ.
  init(_ node: JSONNode) throws {
    guard node.kind == .object else { throw RecordProblem("is no JSON object") }
    if let key = node.firstDuplicateKey {
      throw RecordProblem("has the field \"\(key)\" twice")
    }
    self.node = node
  }

  /// The value of a field; nil where it is absent or null.
  ///
  /// The field counts as known.
  mutating func value(_ name: StaticString) -> JSONNode? {
    guard let value = node[name] else { return nil }
    known.append(value.place)
    if value.isNull {
      keep(name.description, "null")
      return nil
    }
    return value
  }

  /// Whether a field is there, if only as null.
  func has(_ name: StaticString) -> Bool { node[name] != nil }

  /// Keeps the JSON of a value that no column spells as the file did.
  mutating func keep(_ name: String, _ json: String) {
    kept.append((name, json))
  }

  mutating func text(_ name: StaticString) throws -> String? {
    guard let value = value(name) else { return nil }
    guard let text = value.string() else { throw wrongType(name, value, "a text") }
    guard !text.utf8.contains(0) else {
      throw RecordProblem("field \"\(name)\" has a NUL character")
    }
    return text
  }

  mutating func requiredText(_ name: StaticString) throws -> String {
    guard let text = try text(name) else { throw missing(name) }
    guard !text.isEmpty else { throw RecordProblem("field \"\(name)\" is empty") }
    return text
  }

  mutating func storedText(_ name: StaticString) throws -> StoredText? {
    guard let value = value(name) else { return nil }
    return try storedText(of: value) { "field \"\(name)\"" }
  }

  /// A text that stands anywhere in the record.
  ///
  /// - Parameter what: says which, for a person.
  mutating func storedText(of value: JSONNode, _ what: () -> String) throws -> StoredText {
    let text = try value.storedText(what)
    textKeys.append((value.place, text.key))
    return text
  }

  mutating func integer(_ name: StaticString) throws -> Int64? {
    guard let value = value(name) else { return nil }
    guard let integer = value.int64 else { throw wrongType(name, value, "a whole number") }
    return integer
  }

  /// A number; one that a 64-bit float spells otherwise is kept as it stood too.
  mutating func number(_ name: StaticString) throws -> Double? {
    guard let value = value(name) else { return nil }
    guard let number = value.double else { throw wrongType(name, value, "a number in range") }
    if value.rawJSON != FieldSpelling.number(number) { keep(name.description, value.rawJSON) }
    return number
  }

  /// Unix seconds, exact to the nanosecond.
  mutating func time(_ name: StaticString) throws -> Int64? {
    guard let value = value(name) else { return nil }
    guard let time = value.unixSeconds else {
      throw wrongType(name, value, "a time in seconds since 1970")
    }
    if value.rawJSON != time.decimalSeconds { keep(name.description, value.rawJSON) }
    return time.nanoseconds
  }

  /// An id that may be a text or a whole number; which of both it was is kept.
  mutating func identifier(_ name: StaticString) throws -> String {
    guard let value = value(name) else { throw missing(name) }
    if let integer = value.int64 {
      if value.rawJSON != "\(integer)" { keep(name.description, value.rawJSON) }
      return "\(integer)"
    }
    let text = try requiredText(name)
    if FieldSpelling.isInteger(text) { keep(name.description, value.rawJSON) }
    return text
  }

  /// The JSON of what was kept and of all fields that were not asked for; nil: nothing.
  func extra() -> String? {
    let unknown = node.members.compactMap { member -> (name: String, json: String)? in
      guard !known.contains(member.place), let name = member.key() else { return nil }
      return (Self.storedName(name), member.rawJSON)
    }
    let all = (kept + unknown).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return all.isEmpty ? nil : JSONText.object(all).string
  }

  /// A name that begins with a slash gets another, because one slash points into a field.
  static func storedName(_ name: String) -> String { name.hasPrefix("/") ? "/" + name : name }

  /// The field's name of a stored one; nil where it points into a field.
  static func fieldName(_ stored: String) -> String? {
    if stored.hasPrefix("//") { return String(stored.dropFirst()) }
    return stored.hasPrefix("/") ? nil : stored
  }

  func missing(_ name: StaticString) -> RecordProblem {
    RecordProblem("has no field \"\(name)\"")
  }

  func wrongType(_ name: StaticString, _ value: JSONNode, _ expected: String) -> RecordProblem {
    RecordProblem("field \"\(name)\" is \(value.shownJSON), not \(expected)")
  }
}

extension JSONNode {
  /// A text for the store.
  ///
  /// - Throws: `RecordProblem` for another type, or a NUL character.
  fileprivate func storedText(_ what: () -> String) throws -> StoredText {
    let text = try unsafe withUTF8 { utf8 in
      guard unsafe firstIndex(of: 0, in: utf8) == nil else {
        throw RecordProblem("\(what()) has a NUL character")
      }
      return unsafe StoredText(utf8: Array(utf8)[...])
    }
    guard let text else { throw RecordProblem("\(what()) is \(shownJSON), not a text") }
    return text
  }

  /// The value as a person sees it in an error: not longer than a line bears.
  var shownJSON: String {
    switch kind {
    case .array: "a list"
    case .object: "an object"
    default:
      rawJSON.count > 40 ? rawJSON.prefix(40) + "…" : rawJSON
    }
  }
}

/// How an export spells values; an import keeps what a file spells otherwise.
enum FieldSpelling {
  /// A whole number without a point, any other as the shortest that reads back.
  static func number(_ value: Double) -> String {
    if value.magnitude < 1e15, value == value.rounded(), !(value == 0 && value.sign == .minus) {
      return "\(Int64(value))"
    }
    return "\(value)"
  }

  /// Whether a text is what a 64-bit integer is spelled as.
  static func isInteger(_ text: String) -> Bool {
    Int64(text).map { "\($0)" == text } ?? false
  }
}
