internal import Warehouse

/// Writes a report as one JSON object, unrounded, a row a line so that two reports can be diffed.
///
/// Keys stand in column order, columns that people do not see included; the rows of all sections
/// form one list. Money is a decimal string with nine places, time an RFC 3339 string in UTC,
/// a rate lies in 0..1, what is missing is `null`. Notes of sections follow the report's own, each
/// once.
public struct JSONRenderer: Renderer {
  /// Creates the renderer; it has no settings.
  public init() {}

  /// Writes the object and a newline.
  public func render(_ report: Report, to output: inout some TextOutputStream) {
    var json = JSONText()
    json.append("{\n  \"report\": ")
    json.append(escaped: report.name)
    json.append(",\n  \"parameters\": ")
    json.append(object: report.parameters.map { ($0.name, $0.value) })
    output.write(json.string)
    let columns = report.columns.map { [("name", .text($0.name)), ("unit", Cell($0.unit))] }
    write("columns", columns, to: &output) { $0.append(object: $1) }
    let keys = report.columns.map(Self.key)
    let rows = report.sections.lazy.flatMap(\.rows)
    write("rows", rows, to: &output) { $0.append(row: $1.cells, keys: keys) }
    write("notes", Self.notes(of: report), to: &output) { $0.append(escaped: $1) }
    output.write("\n}\n")
  }

  // MARK: - Private

  /// Writes one list of the object, an element a line.
  private func write<Element>(
    _ name: String,
    _ elements: some Sequence<Element>,
    to output: inout some TextOutputStream,
    append: (inout JSONText, Element) -> Void
  ) {
    output.write(",\n  \"\(name)\": [")
    var line = JSONText()
    var isEmpty = true
    for element in elements {
      line.removeAll()
      line.append(isEmpty ? "\n    " : ",\n    ")
      append(&line, element)
      output.write(line.string)
      isEmpty = false
    }
    output.write(isEmpty ? "]" : "\n  ]")
  }

  /// A column's name with its quotes and colon, escaped once for all rows.
  private static func key(of column: Report.Column) -> String {
    var key = JSONText()
    key.append(escaped: column.name)
    key.append(": ")
    return key.string
  }

  private static func notes(of report: Report) -> [String] {
    var seen: Set<String> = []
    let all = report.notes + report.sections.flatMap(\.notes)
    return all.filter { seen.insert($0).inserted }
  }
}

extension JSONText {
  fileprivate mutating func append(object members: [(String, Cell)]) {
    append("{")
    for (index, (name, value)) in members.enumerated() {
      if index > 0 { append(", ") }
      append(escaped: name)
      append(": ")
      append(value)
    }
    append("}")
  }

  fileprivate mutating func append(row cells: [Cell], keys: [String]) {
    append("{")
    for (index, cell) in cells.enumerated() {
      if index > 0 { append(", ") }
      append(keys[index])
      append(cell)
    }
    append("}")
  }
}
