package import Warehouse

/// What a file turned out to be.
package struct FileFormat: Hashable, Sendable {
  /// `fastchat` or `scores`.
  package let name: String
  package let kind: SourceKind
  /// How its records stand in the file.
  let layout: Layout

  enum Layout: Hashable, Sendable {
    /// A JSON object a line.
    case lines
    /// A header and a record a line, or several lines where a field is quoted.
    case csv(CSVDelimiter)
  }

  static func fastchat(_ kind: SourceKind) -> FileFormat {
    FileFormat(name: "fastchat", kind: kind, layout: .lines)
  }

  static func scores(_ layout: Layout) -> FileFormat {
    FileFormat(name: "scores", kind: .scores, layout: layout)
  }

  /// The names that `--input-format` knows.
  public static let names = ["fastchat", "scores"]
}
