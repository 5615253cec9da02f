/// Writes a page of its own with each section as a table, rounded for people.
///
/// It needs nothing from elsewhere, and stored texts cannot change it: markup is escaped.
public struct HTMLRenderer: Renderer {
  /// Creates the renderer; it has no settings.
  public init() {}

  /// Writes the page.
  public func render(_ report: Report, to output: inout some TextOutputStream) {
    output.write(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>"
        + HTMLText.escaped(report.name)
        + "</title>\n<style>\n\(Self.style)</style>\n</head>\n<body>\n")
    for section in report.sections {
      let shown = report.restricted(to: section)
      for section in shown.sections { output.write(html(of: section, shown.columns)) }
    }
    if report.sections.isEmpty { output.write("<p>No rows.</p>\n") }
    output.write(list(report.notes) + "</body>\n</html>\n")
  }

  // MARK: - Private

  private static let style = """
    body { font: 15px/1.4 sans-serif; margin: 2em; }
    table { border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid; }
    th, td { padding: .2em .7em; text-align: left; white-space: nowrap; }
    th { border-bottom: 1px solid; }
    .n { text-align: right; font-variant-numeric: tabular-nums; }
    .muted, .subtitle, .notes { color: #555; }

    """

  private func html(of section: Report.Section, _ columns: [Report.Column]) -> String {
    let indices = columns.indices.filter { columns[$0].isForPeople }
    var text = section.title.isEmpty ? "" : "<h2>\(HTMLText.escaped(section.title))</h2>\n"
    if let subtitle = section.subtitle {
      text += "<p class=\"subtitle\">\(HTMLText.escaped(subtitle))</p>\n"
    }
    func kind(_ index: Int) -> String {
      columns[index].alignment == .trailing ? " class=\"n\"" : ""
    }
    let heads = indices.map {
      "<th\(kind($0)) scope=\"col\">\(HTMLText.escaped(columns[$0].title))</th>"
    }
    text += "<table>\n<thead><tr>\(heads.joined())</tr></thead>\n<tbody>\n"
    for row in section.rows {
      let cells = indices.map { index in
        let cell = row.cells[index].peopleText(in: columns[index], missing: "–")
        return "<td\(kind(index))>\(HTMLText.escaped(cell))</td>"
      }
      text += "<tr\(row.emphasis == .muted ? " class=\"muted\"" : "")>\(cells.joined())</tr>\n"
    }
    return text + "</tbody>\n</table>\n" + list(section.notes)
  }

  private func list(_ notes: [String]) -> String {
    guard !notes.isEmpty else { return "" }
    let items = notes.map { "<li>\(HTMLText.escaped($0))</li>\n" }.joined()
    return "<ul class=\"notes\">\n\(items)</ul>\n"
  }
}

/// Text that means itself in HTML and SVG.
enum HTMLText {
  /// The text with markup escaped, and what is invisible spelt out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in VisibleText.of(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
