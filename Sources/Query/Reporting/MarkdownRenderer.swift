/// Writes each section as a GitHub table under its title, rounded for people.
///
/// The source is padded, so that it reads as a table before it is rendered too. Texts cannot change
/// the page: pipes, backticks, HTML and other markup are escaped, and a newline is `<br>`.
public struct MarkdownRenderer: Renderer {
  /// Creates the renderer; it has no settings.
  public init() {}

  /// Writes the sections with their notes as lists, then the report's notes.
  public func render(_ report: Report, to output: inout some TextOutputStream) {
    var blocks = report.sections.flatMap { section in
      let shown = report.restricted(to: section)
      return shown.sections.flatMap { self.blocks(of: $0, columns: shown.columns) }
    }
    if report.sections.isEmpty { blocks.append("No rows.") }
    blocks.append(list(report.notes))
    output.write(blocks.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n")
  }

  // MARK: - Private

  private func blocks(of section: Report.Section, columns: [Report.Column]) -> [String] {
    [
      section.title.isEmpty ? "" : "### " + MarkdownText.escaped(section.title),
      MarkdownText.escaped(section.subtitle ?? ""),
      section.rows.isEmpty ? "No rows." : MarkdownTable(section.rows, columns: columns).text,
      list(section.notes),
    ]
  }

  private func list(_ notes: [String]) -> String {
    notes.map { "- " + MarkdownText.escaped($0) }.joined(separator: "\n")
  }
}
