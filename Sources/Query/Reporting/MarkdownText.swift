/// Text that means itself in Markdown.
enum MarkdownText {
  /// The text with all markup escaped, line breaks as `<br>`, invisible characters spelt out.
  static func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      switch scalar {
      case "\r" where next == "\n": continue
      case "\n", "\r": result += "<br>"
      case "_" where isInsideWord(index, of: scalars): result += "_"
      case _ where index == 0 && startsBlock(scalar, next): result += "\\\(scalar)"
      default: result += escaped(scalar)
      }
    }
    return result
  }

  // MARK: - Private

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\\", "|", "`", "*", "_", "[", "]", "~", "$": "\\\(scalar)"
    case _ where VisibleText.isInvisible(scalar): "\\" + VisibleText.spelling(of: scalar)
    default: String(scalar)
    }
  }

  /// Whether the first characters of a line make a list, a heading or a rule of it.
  private static func startsBlock(_ mark: Unicode.Scalar, _ next: Unicode.Scalar?) -> Bool {
    switch mark {
    case "-", "+", "#": next == nil || next == " " || next == mark
    default: false
    }
  }

  /// Whether an underscore stands within a word, where GitHub takes it for a letter.
  private static func isInsideWord(_ index: Int, of scalars: [Unicode.Scalar]) -> Bool {
    guard index > 0, index + 1 < scalars.count else { return false }
    return isWord(scalars[index - 1]) && isWord(scalars[index + 1])
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
