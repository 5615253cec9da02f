/// Text that means itself in LaTeX, with any of its engines.
enum LaTeXText {
  /// The text with markup escaped; what a plain document has no glyph for is spelt out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars { result += escaped(scalar) }
    return result
  }

  /// A number as it stands in a table: with a minus, not a hyphen.
  static func number(_ text: String) -> String {
    text.hasPrefix("-") ? "$-$" + escaped(String(text.dropFirst())) : escaped(text)
  }

  /// One line behind a percent sign.
  static func comment(_ text: String) -> String { "% " + VisibleText.of(text) + "\n" }

  // MARK: - Private

  private static let letters: Set<Unicode.Scalar> = Set(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ".unicodeScalars)

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\\": "\\textbackslash{}"
    case "{", "}", "$", "&", "#", "%", "_": "\\\(scalar)"
    case "^": "\\textasciicircum{}"
    case "~": "\\textasciitilde{}"
    case "<": "\\textless{}"
    case ">": "\\textgreater{}"
    case "|": "\\textbar{}"
    case "\"": "\\textquotedbl{}"
    // Behind the end of a row a bracket would be its argument, and an asterisk its star.
    case "[", "]", "*", "`", "'": "{\(scalar)}"
    case "–": "--"
    case "—": "---"
    case "·": "$\\cdot$"
    case "→": "$\\to$"
    case "±": "$\\pm$"
    case "…": "\\dots{}"
    default:
      scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F || letters.contains(scalar)
        ? String(scalar) : "{[}U+\(String(scalar.value, radix: 16, uppercase: true)){]}"
    }
  }
}
