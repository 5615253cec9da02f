/// What a terminal can show, as far as tables are concerned.
public struct TextStyle: Sendable, Equatable {
  /// The terminal's width in cells; nil where there is no terminal, and then nothing is cut.
  public let width: Int?
  /// Whether bold and dim may be used; no text depends on them.
  public let color: Bool
  /// Whether rules, dashes and ellipses may be other than ASCII; stored texts stay as they are.
  public let unicode: Bool

  /// Creates a style; the defaults suit a file or a pipe.
  public init(width: Int? = nil, color: Bool = false, unicode: Bool = true) {
    self.width = width
    self.color = color
    self.unicode = unicode
  }
}

extension TextStyle {
  /// A weight of type; the escape codes stand in `code`.
  enum Face {
    case plain, bold, dim

    /// The parameter of the terminal's "select graphic rendition" (ECMA-48, 8.3.117).
    fileprivate var code: String? {
      switch self {
      case .plain: nil
      case .bold: "1"
      case .dim: "2"
      }
    }
  }

  /// The text in a face, where colour is allowed.
  func text(_ text: String, _ face: Face) -> String {
    guard color, !text.isEmpty, let code = face.code else { return text }
    return "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }

  var missing: String { unicode ? "–" : "-" }
  var ellipsis: String { unicode ? "…" : "..." }
  var rule: String { unicode ? "─" : "-" }
  var divider: String { unicode ? "│" : "|" }
}
