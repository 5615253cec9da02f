/// A format in which a report can be written; the raw values are those of `--format`.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// Aligned columns for people at a terminal.
  case table
  /// One JSON object, unrounded.
  case json
  /// RFC 4180, unrounded, with a heading line.
  case csv
  /// GitHub tables for people, to paste into an issue or a README.
  case markdown
  /// Tables for a paper, in the manner of booktabs.
  case latex
  /// A page of its own.
  case html

  /// The format that a file's ending asks for; nil where no format has that ending.
  ///
  /// - Parameter fileExtension: what follows the last dot, in any case: `json`, `csv`, `md`,
  ///   `markdown`, `tex`, `html` or `txt`.
  public init?(fileExtension: String) {
    switch fileExtension.lowercased() {
    case "json": self = .json
    case "csv": self = .csv
    case "md", "markdown": self = .markdown
    case "tex": self = .latex
    case "html", "htm": self = .html
    case "txt": self = .table
    default: return nil
    }
  }

  /// The endings that `init(fileExtension:)` knows, the usual one of each format first.
  public static let fileExtensions = ["json", "csv", "md", "tex", "html", "txt", "markdown"]

  /// The renderer of the format.
  ///
  /// - Parameter style: how tables for the terminal look; the other formats do not use it.
  public func renderer(style: TextStyle) -> any Renderer {
    switch self {
    case .table: TextRenderer(style: style)
    case .json: JSONRenderer()
    case .csv: CSVRenderer()
    case .markdown: MarkdownRenderer()
    case .latex: LaTeXRenderer()
    case .html: HTMLRenderer()
    }
  }
}
