internal import Warehouse

/// A record on its way out: its fields as JSON, in FastChat's order.
struct ExportedRecord {
  private var fields: [(name: String, json: String)] = []

  /// Adds a text; nil leaves the field out.
  mutating func add(_ name: String, _ text: String?) {
    guard let text else { return }
    add(name, json: JSONText.quoted(text))
  }

  /// Adds a number as FastChat writes it; nil leaves the field out.
  mutating func add(_ name: String, number: Double?) {
    if let number { add(name, json: FieldSpelling.number(number)) }
  }

  /// Adds Unix seconds; nil leaves the field out.
  mutating func add(_ name: String, time: Int64?) {
    if let time { add(name, json: Timestamp(nanoseconds: time).decimalSeconds) }
  }

  /// Adds an id: a number where it reads as one, else a text.
  mutating func add(_ name: String, identifier: String) {
    add(name, json: FieldSpelling.isInteger(identifier) ? identifier : JSONText.quoted(identifier))
  }

  mutating func add(_ name: String, json: String) {
    fields.append((name, json))
  }

  /// Puts back what the import kept because no column holds it or spells it so.
  ///
  /// Names that
  /// point into a field are its maker's to use.
  mutating func apply(_ extra: [(name: String, json: String)]) {
    for field in extra {
      guard let name = RecordFields.fieldName(field.name) else { continue }
      if let index = fields.firstIndex(where: { $0.name == name }) {
        fields[index].json = field.json
      } else {
        fields.append((name, field.json))
      }
    }
  }

  /// One line of JSON with its line end.
  func line() -> [UInt8] {
    var json = JSONText.object(fields)
    json.append("\n")
    return json.utf8
  }

  static func json(_ texts: [String]) -> String {
    "[" + texts.map(JSONText.quoted).joined(separator: ", ") + "]"
  }
}
