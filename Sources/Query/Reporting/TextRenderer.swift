/// Writes a report as aligned tables for people at a terminal, rounded.
///
/// Where the terminal is too narrow, columns that may be hidden go first and are named below; then
/// long texts are cut in the middle. Columns that are always shown stay, even if lines then wrap.
/// Stored texts are spelt out where they would act on the terminal.
public struct TextRenderer: Renderer {
  /// Where longer remarks are broken, even on a wider terminal, in cells.
  static let readableWidth = 100

  /// What the terminal can show.
  public let style: TextStyle

  /// Creates the renderer for a terminal.
  public init(style: TextStyle) {
    self.style = style
  }

  /// Writes the sections with their notes, the report's notes, and what was hidden.
  public func render(_ report: Report, to output: inout some TextOutputStream) {
    switch report.layout {
    case .record: return RecordText(style: style).write(report, to: &output)
    case .sideBySide: return SideBySideText(style: style).write(report, to: &output)
    case .table: break
    }
    let tables = report.sections.map { TextTable(report.restricted(to: $0), style: style) }
    for (index, section) in report.sections.enumerated() {
      if index > 0 { output.write("\n") }
      write(section, of: tables[index], to: &output)
    }
    if report.sections.isEmpty { writeNoRows(to: &output) }
    let hiddenNames = report.columns.map(\.name).filter { name in
      tables.contains { $0.hidden.contains(name) }
    }
    let hidden = hiddenNames.map { VisibleText.of($0) }.joined(separator: ", ")
    let advice = "hidden for width: \(hidden) (a wider terminal or --csv shows them)"
    guard !report.notes.isEmpty || !hidden.isEmpty else { return }
    output.write("\n")
    report.notes.forEach { write(note: $0, to: &output) }
    if !hidden.isEmpty { write(paragraph: advice, .dim, to: &output) }
  }

  // MARK: - Private

  private func write(
    _ section: Report.Section, of table: TextTable, to output: inout some TextOutputStream
  ) {
    if !section.title.isEmpty { write(paragraph: section.title, .bold, to: &output) }
    if let subtitle = section.subtitle { write(paragraph: subtitle, .dim, to: &output) }
    if !section.title.isEmpty || section.subtitle != nil { output.write("\n") }
    if section.rows.isEmpty {
      writeNoRows(to: &output)
    } else {
      writeHeadings(of: table, to: &output)
      for (row, content) in section.rows.enumerated() {
        let isMuted = content.emphasis == .muted
        writeLine(of: table, to: &output) { column in
          let entry = column.sections[0][row]
          return (entry, isMuted || entry.isMissing ? .dim : .plain)
        }
      }
    }
    if !section.notes.isEmpty { output.write("\n") }
    section.notes.forEach { write(note: $0, to: &output) }
  }

  private func writeNoRows(to output: inout some TextOutputStream) {
    output.write(style.text("no rows", .dim) + "\n")
  }

  private func writeHeadings(of table: TextTable, to output: inout some TextOutputStream) {
    writeLine(of: table, to: &output) { column in
      (TextTable.Entry(text: column.heading, width: TextWidth.of(column.heading)), .bold)
    }
    let rule = String(repeating: style.rule, count: table.width)
    output.write(style.text(rule, .dim) + "\n")
  }

  private func writeLine(
    of table: TextTable,
    to output: inout some TextOutputStream,
    entry: (TextTable.Column) -> (TextTable.Entry, TextStyle.Face)
  ) {
    var line = TextLine()
    for column in table.columns {
      let (entry, face) = entry(column)
      let space = column.width - entry.placedWidth
      if column.column.alignment == .trailing { line.skip(space) }
      line.append(style.text(entry.text, face))
      line.skip(entry.trailing + TextTable.gap)
      if column.column.alignment == .leading { line.skip(space) }
    }
    output.write(line.text + "\n")
  }

  private func write(note: String, to output: inout some TextOutputStream) {
    write(paragraph: note, label: "note: ", .plain, to: &output)
  }

  /// Writes text broken at spaces, further lines indented by the label's width.
  private func write(
    paragraph: String, label: String = "", _ face: TextStyle.Face,
    to output: inout some TextOutputStream
  ) {
    let indent = label.utf8.count
    let width = style.width.map { min($0, Self.readableWidth) - indent }
    let lines = TextWidth.wrapped(VisibleText.of(paragraph), to: width)
    for (index, line) in lines.enumerated() {
      output.write(index == 0 ? style.text(label, .dim) : String(repeating: " ", count: indent))
      output.write(style.text(line, face) + "\n")
    }
  }
}
