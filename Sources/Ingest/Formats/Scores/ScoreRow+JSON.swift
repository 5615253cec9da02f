extension ScoreRow {
  /// A row given as a JSON object of texts, numbers and nulls.
  ///
  /// - Throws: `RecordProblem` for nested values.
  init(_ node: JSONNode) throws {
    guard node.kind == .object else { throw RecordProblem("is no JSON object") }
    if let key = node.firstDuplicateKey {
      throw RecordProblem("has the field \"\(key)\" twice")
    }
    fields = [:]
    for member in node.members {
      guard let name = member.key() else { continue }
      switch member.kind {
      case .null: continue
      case .string:
        guard let text = member.string(), !text.utf8.contains(0) else {
          throw RecordProblem("field \"\(name)\" has a NUL character")
        }
        if !text.isEmpty { fields[name] = text }
      case .number, .true, .false: fields[name] = member.rawJSON
      case .array, .object:
        throw RecordProblem("field \"\(name)\" is \(member.shownJSON), not a value")
      }
    }
  }

  /// A row of a CSV file; empty fields say nothing.
  ///
  /// - Throws: `RecordProblem` when the row has more or fewer fields than the header.
  init(_ values: [String], header: [String]) throws {
    guard values.count == header.count else {
      throw RecordProblem("has \(values.count) fields where the header has \(header.count)")
    }
    fields = [:]
    for (name, value) in zip(header, values) where !value.isEmpty { fields[name] = value }
  }
}
