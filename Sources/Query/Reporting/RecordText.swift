/// Writes single things for people: a line for each field, longer texts whole below its name.
struct RecordText {
  let style: TextStyle

  /// Where the values begin, where the longest name of a short value leaves room.
  private static let widestName = 18

  /// Writes every section, then the notes.
  func write(_ report: Report, to output: inout some TextOutputStream) {
    for (index, section) in report.sections.enumerated() {
      if index > 0 { output.write("\n") }
      write(section, columns: report.columns, to: &output)
    }
    if report.sections.isEmpty { output.write(style.text("nothing", .dim) + "\n") }
    let notes = report.notes + report.sections.flatMap(\.notes)
    if !notes.isEmpty { output.write("\n") }
    for note in notes { output.write(style.text("note: ", .dim) + VisibleText.of(note) + "\n") }
  }

  // MARK: - Private

  private func write(
    _ section: Report.Section, columns: [Report.Column], to output: inout some TextOutputStream
  ) {
    output.write(style.text(VisibleText.of(section.title), .bold) + "\n")
    if let subtitle = section.subtitle {
      output.write(style.text(VisibleText.of(subtitle), .dim) + "\n")
    }
    for row in section.rows where row.cells[1] != .null {
      let name = row.cells[0].peopleText(in: columns[0], missing: "")
      write(name, row.cells[1].peopleText(in: columns[1], missing: ""), to: &output)
    }
  }

  private func write(_ name: String, _ value: String, to output: inout some TextOutputStream) {
    let lines = value.split(separator: "\n", omittingEmptySubsequences: false)
      .map { VisibleText.of(String($0)) }
    let space = String(repeating: " ", count: max(1, Self.widestName - TextWidth.of(name)))
    if lines.count == 1, lines[0].count <= 60 {
      output.write("  " + style.text(name, .dim) + space + lines[0] + "\n")
      return
    }
    output.write("\n  " + style.text(name, .bold) + "\n")
    for line in lines { output.write(line.isEmpty ? "\n" : "    \(line)\n") }
  }
}
