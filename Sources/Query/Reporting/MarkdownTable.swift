/// One table of GitHub's Markdown, its columns padded to one width.
struct MarkdownTable {
  private let alignments: [Report.Column.Alignment]
  /// The heading, then the rows, escaped.
  private let lines: [[String]]
  private let widths: [Int]

  /// Formats and measures the cells of the columns that people see.
  init(_ rows: [Report.Row], columns: [Report.Column]) {
    let shown = columns.indices.filter { columns[$0].isForPeople }
    let body = rows.map { row in
      shown.map { row.cells[$0].peopleText(in: columns[$0], missing: "–") }
    }
    let texts = [shown.map { columns[$0].title }] + body
    let lines = texts.map { $0.map(MarkdownText.escaped) }
    self.alignments = shown.map { columns[$0].alignment }
    self.lines = lines
    self.widths = shown.indices.map { index in
      lines.reduce(2) { max($0, TextWidth.of($1[index])) }
    }
  }

  /// The table without a newline at its end.
  var text: String {
    var texts = lines.map(line)
    texts.insert(rule, at: 1)
    return texts.joined(separator: "\n")
  }

  // MARK: - Private

  private var rule: String {
    let fields = zip(widths, alignments).map { width, alignment in
      let dashes = String(repeating: "-", count: width + 1)
      return alignment == .leading ? ":" + dashes : dashes + ":"
    }
    return "|" + fields.joined(separator: "|") + "|"
  }

  private func line(_ texts: [String]) -> String {
    let fields = texts.indices.map { index in
      let space = String(repeating: " ", count: widths[index] - TextWidth.of(texts[index]))
      return alignments[index] == .leading ? texts[index] + space : space + texts[index]
    }
    return "| " + fields.joined(separator: " | ") + " |"
  }
}
