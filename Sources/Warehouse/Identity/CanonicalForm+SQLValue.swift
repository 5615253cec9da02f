internal import Storage

extension CanonicalForm {
  /// Adds a value of a column, whatever its type.
  mutating func add(_ value: SQLValue) {
    switch value {
    case .null: addNull()
    case .integer(let value): add(value)
    case .real(let value): add(value)
    case .text(let value): add(value)
    case .utf8(let slice), .bytes(let slice): add(utf8: slice)
    case .digest(let high, let low): add(utf8: SQLValue.digestBytes(high: high, low: low))
    }
  }
}
