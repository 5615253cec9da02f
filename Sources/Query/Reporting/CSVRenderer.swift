internal import Warehouse

/// Writes a report's rows as CSV (RFC 4180) under a line of column names, unrounded.
///
/// Lines end in LF. Null is an empty field and an empty text is `""`, so that they stay apart.
/// Booleans are `true` and `false`, money and time as in JSON, a list is its JSON text. Texts are
/// written as stored: one that starts with `=`, `+`, `-` or `@` is not changed, because a data
/// file must read back as what was stored; import untrusted texts into a spreadsheet as text.
/// Parameters, titles and notes are not part of CSV.
public struct CSVRenderer: Renderer {
  /// Creates the renderer; it has no settings.
  public init() {}

  /// Writes the column names, then the rows of all sections.
  public func render(_ report: Report, to output: inout some TextOutputStream) {
    write(report.columns.map { .text($0.name) }, to: &output)
    for section in report.sections {
      for row in section.rows { write(row.cells, to: &output) }
    }
  }

  // MARK: - Private

  private func write(_ cells: [Cell], to output: inout some TextOutputStream) {
    // Readers skip an empty line, so a lone null is a quoted nothing.
    let isLoneNull = cells.count == 1 && Self.field(cells[0]).isEmpty
    let line = isLoneNull ? "\"\"" : cells.map(Self.field).joined(separator: ",")
    output.write(line + "\n")
  }

  private static func field(_ cell: Cell) -> String {
    switch cell {
    case .null: ""
    case .integer(let value): value.description
    case .real(let value): value.isFinite ? value.description : ""
    case .text(let value): quoted(value)
    case .boolean(let value): value ? "true" : "false"
    case .usd(let nano): MoneyText.machine(nanoUSD: nano)
    case .time(let nanoseconds): Timestamp(nanoseconds: nanoseconds).rfc3339
    case .list: quoted(jsonText(of: cell))
    }
  }

  private static func jsonText(of cell: Cell) -> String {
    var json = JSONText()
    json.append(cell)
    return json.string
  }

  /// The text, in quotes if it is empty, holds a delimiter, or starts or ends with a space.
  private static func quoted(_ text: String) -> String {
    let bytes = text.utf8
    let space = UInt8(ascii: " ")
    guard !bytes.isEmpty, bytes.first != space, bytes.last != space,
      !bytes.contains(where: isDelimiter)
    else {
      // By scalar: CR LF is one Character, and a combining mark hides the quote before it.
      var field = "\"".unicodeScalars
      for scalar in text.unicodeScalars {
        if scalar == "\"" { field.append(scalar) }
        field.append(scalar)
      }
      field.append("\"")
      return String(field)
    }
    return text
  }

  private static func isDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
    default: false
    }
  }
}
