/// Writes comparisons of two sides for people: what both share above, then each side's values and
/// texts beside one another, or below one another where there is no room for two columns.
///
/// It knows columns by their names: `x_a` and `x_b` are the two sides of `x`.
struct SideBySideText {
  let style: TextStyle

  /// The narrowest terminal on which two texts can be read beside one another.
  static let widthForTwo = 80

  /// Writes every section, then the notes.
  func write(_ report: Report, to output: inout some TextOutputStream) {
    let sides = Sides(report.columns)
    for (index, section) in report.sections.enumerated() {
      if index > 0 { output.write("\n") }
      writeTitle(section, to: &output)
      if section.rows.isEmpty { output.write("\n" + style.text("no rows", .dim) + "\n") }
      for row in section.rows { write(row, sides, to: &output) }
    }
    if report.sections.isEmpty { output.write(style.text("no rows", .dim) + "\n") }
    let notes = report.sections.flatMap(\.notes) + report.notes
    if !notes.isEmpty { output.write("\n") }
    for note in notes {
      let lines = TextWidth.wrapped(VisibleText.of(note), to: width - 6)
      for (index, line) in lines.enumerated() {
        output.write((index == 0 ? style.text("note: ", .dim) : "      ") + line + "\n")
      }
    }
  }

  // MARK: - Private

  /// The columns by what they are to this layout.
  private struct Sides {
    /// What stands in the line above a comparison, and longer texts below that line.
    var shared: [(index: Int, column: Report.Column)] = []
    var pairs: [(title: String, first: Int, second: Int, column: Report.Column)] = []

    init(_ columns: [Report.Column]) {
      for (index, column) in columns.enumerated() where column.visibility != .machineOnly {
        if column.name.hasSuffix("_a"),
          let second = columns.firstIndex(where: { $0.name == column.name.dropLast(2) + "_b" })
        {
          let title = column.title.hasSuffix(" a") ? String(column.title.dropLast(2)) : column.title
          pairs.append((title, index, second, column))
        } else if !column.isInSectionTitle, !isSecond(column, columns) {
          shared.append((index, column))
        }
      }
    }

    private func isSecond(_ column: Report.Column, _ columns: [Report.Column]) -> Bool {
      column.name.hasSuffix("_b")
        && columns.contains { $0.name == column.name.dropLast(2) + "_a" }
    }
  }

  /// Cells that may be used in all; into a file as many as are readable.
  private var width: Int { max(20, style.width ?? TextRenderer.readableWidth) }

  private var isBeside: Bool { width >= Self.widthForTwo }

  /// Cells of one of two columns, with a divider and a space on each of its sides between them.
  private var columnWidth: Int { isBeside ? (width - 3) / 2 : width }

  private func writeTitle(_ section: Report.Section, to output: inout some TextOutputStream) {
    for (text, face) in [(section.title, TextStyle.Face.bold), (section.subtitle ?? "", .dim)]
    where !text.isEmpty {
      for line in TextWidth.wrapped(VisibleText.of(text), to: width) {
        output.write(style.text(line, face) + "\n")
      }
    }
  }

  private func write(
    _ row: Report.Row, _ sides: Sides, to output: inout some TextOutputStream
  ) {
    var facts: [String] = []
    var texts: [String] = []
    for (index, column) in sides.shared where row.cells[index] != .null {
      let text = row.cells[index].peopleText(in: column, missing: style.missing)
      if text.contains("\n") || text.count > Self.factCharacters {
        texts.append(text)
      } else {
        facts.append("\(column.title) \(text)")
      }
    }
    output.write("\n")
    let line = VisibleText.of(facts.joined(separator: " · "))
    for line in TextWidth.wrapped(line, to: width) {
      output.write(style.text(line, .bold) + "\n")
    }
    output.write(style.text(String(repeating: style.rule, count: width), .dim) + "\n")
    for text in texts {
      TextBlock.lines(text, width: width).forEach { output.write($0 + "\n") }
      output.write("\n")
    }
    writeSides(row, sides, to: &output)
  }

  /// What is longer stands below the line of facts.
  private static let factCharacters = 40

  private func writeSides(
    _ row: Report.Row, _ sides: Sides, to output: inout some TextOutputStream
  ) {
    let first = side(row, sides) { $0.first }
    let second = side(row, sides) { $0.second }
    guard isBeside else {
      for line in first + [Line("", .plain)] + second {
        output.write(style.text(line.text, line.face) + "\n")
      }
      return
    }
    for (left, right) in aligned(first, second) {
      var line = TextLine()
      line.append(style.text(left.text, left.face))
      line.skip(columnWidth - TextWidth.of(left.text) + 1)
      line.append(style.text(style.divider, .dim))
      line.skip(1)
      line.append(style.text(right.text, right.face))
      output.write(line.text + "\n")
    }
  }

  private struct Line {
    let text: String
    let face: TextStyle.Face
    /// Which pair of columns the line belongs to, so that equal ones begin at one height.
    var block = 0

    init(_ text: String, _ face: TextStyle.Face, block: Int = 0) {
      self.text = text
      self.face = face
      self.block = block
    }
  }

  /// The lines of one side: short values with their names, texts below theirs.
  private func side(
    _ row: Report.Row, _ sides: Sides,
    _ index: ((title: String, first: Int, second: Int, column: Report.Column)) -> Int
  ) -> [Line] {
    var lines: [Line] = []
    for (block, pair) in sides.pairs.enumerated() {
      let cell = row.cells[index(pair)]
      // A column that its section's title speaks of is the name of the side.
      if pair.column.isInSectionTitle {
        let name = VisibleText.of(cell.peopleText(in: pair.column, missing: style.missing))
        let text = TextWidth.truncated(name, to: columnWidth, mark: style.ellipsis)
        lines.append(Line(text, .bold, block: block))
      } else if pair.column.alignment == .trailing {
        let value = cell.peopleText(in: pair.column, missing: style.missing)
        lines.append(Line("\(pair.title) \(value)", .plain, block: block))
      } else {
        lines.append(Line("", .plain, block: block))
        lines.append(Line(pair.title, .dim, block: block))
        let text = cell == .null ? nil : cell.peopleText(in: pair.column, missing: "")
        let body = text.map { TextBlock.lines($0, width: columnWidth) } ?? ["unknown"]
        lines += body.map { Line($0, text == nil ? .dim : .plain, block: block) }
      }
    }
    return lines
  }

  /// Lines of both sides in pairs, each pair of columns beginning at one height.
  private func aligned(_ first: [Line], _ second: [Line]) -> [(Line, Line)] {
    let left = Dictionary(grouping: first, by: \.block)
    let right = Dictionary(grouping: second, by: \.block)
    return Set(left.keys).union(right.keys).sorted().flatMap { block -> [(Line, Line)] in
      let (left, right) = (left[block] ?? [], right[block] ?? [])
      return (0..<max(left.count, right.count)).map { index in
        (
          left.indices.contains(index) ? left[index] : Line("", .plain),
          right.indices.contains(index) ? right[index] : Line("", .plain)
        )
      }
    }
  }
}
