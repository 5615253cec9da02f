/// Writes each section as a table for a paper, in the manner of the package booktabs.
///
/// The document needs `\usepackage{booktabs}`. Subtitles and notes stand beside the table as comments.
public struct LaTeXRenderer: Renderer {
  /// What a paper wants of its tables.
  public struct Options: Sendable {
    /// Whether the best value of each column of scores is bold.
    public var marksBest = false
    /// What the first table is referred to by, `tab:` before it; further ones get a number.
    public var label: String?
    /// The command that gives the same bytes again; nil: none is told.
    public var command: String?

    /// Nothing bold, no label, no command.
    public init() {}
  }

  private let options: Options

  /// Creates the renderer.
  public init(_ options: Options = Options()) {
    self.options = options
  }

  /// Writes the command, the tables, and the report's notes.
  public func render(_ report: Report, to output: inout some TextOutputStream) {
    if let command = options.command { output.write(LaTeXText.comment(command)) }
    output.write(LaTeXText.comment("needs \\usepackage{booktabs}"))
    for (number, section) in report.sections.enumerated() {
      let shown = report.restricted(to: section)
      for section in shown.sections {
        write(section, shown.columns.filter(\.isForPeople), shown, number, to: &output)
      }
    }
    if report.sections.isEmpty { output.write(LaTeXText.comment("no rows")) }
    for note in report.notes { output.write(LaTeXText.comment(note)) }
  }

  // MARK: - Private

  private func write(
    _ section: Report.Section, _ columns: [Report.Column], _ report: Report, _ number: Int,
    to output: inout some TextOutputStream
  ) {
    let indices = report.columns.indices.filter { report.columns[$0].isForPeople }
    let best = options.marksBest ? bestTexts(section.rows, report.columns) : [:]
    var text = "\\begin{table}\n  \\centering\n"
    if !section.title.isEmpty { text += "  \\caption{\(LaTeXText.escaped(section.title))}\n" }
    if let label = options.label {
      let suffix = number == 0 ? "" : "-\(number + 1)"
      text += "  \\label{tab:\(Self.plain(label))\(suffix)}\n"
    }
    let alignments = columns.map { $0.alignment == .leading ? "l" : "r" }.joined()
    text += "  \\begin{tabular}{\(alignments)}\n    \\toprule\n"
    text += row(columns.map { LaTeXText.escaped($0.title) }) + "    \\midrule\n"
    for item in section.rows {
      text += row(
        indices.map { index in
          let column = report.columns[index]
          let plain = item.cells[index].peopleText(in: column, missing: "–")
          let isBest = item.emphasis == .normal && best[index] == plain
          let cell =
            column.alignment == .trailing ? LaTeXText.number(plain) : LaTeXText.escaped(plain)
          return isBest ? "\\textbf{\(cell)}" : cell
        })
    }
    text += "    \\bottomrule\n  \\end{tabular}\n\\end{table}\n"
    for remark in [section.subtitle].compactMap(\.self) + section.notes {
      text += LaTeXText.comment(remark)
    }
    output.write(text)
  }

  private func row(_ cells: [String]) -> String { "    \(cells.joined(separator: " & ")) \\\\\n" }

  /// Of columns of scores the text of the highest value; rows that read alike are as good.
  private func bestTexts(_ rows: [Report.Row], _ columns: [Report.Column]) -> [Int: String] {
    var best: [Int: String] = [:]
    for (index, column) in columns.enumerated() where Self.isScore(column) {
      let cells = rows.filter { $0.emphasis == .normal }.map { $0.cells[index] }
        .filter { $0 != .null }
      let highest = cells.max { $0.compared(to: $1, descending: false) < 0 }
      best[index] = highest?.peopleText(in: column, missing: "–")
    }
    return best
  }

  /// Whether a higher value is a better one: errors, bounds and differences are none.
  private static func isScore(_ column: Report.Column) -> Bool {
    let others: Set = [
      "se", "ci_low", "ci_high", "rating_low", "rating_high", "spread", "mdd", "delta",
    ]
    return (column.unit == "points" || column.unit == Report.Column.rate)
      && !others.contains(column.name)
  }

  /// What a label may be made of.
  private static func plain(_ label: String) -> String {
    String(
      label.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-:.".contains($0)) ? $0 : "-" })
  }
}
