/// Stored text made harmless for a terminal: what would act on it is spelt out instead.
public enum VisibleText {
  /// The text with controls, line breaks, bidi overrides and invisible characters spelt out.
  ///
  /// A stored text can so neither send escape sequences, nor break a table, nor reorder a line, nor
  /// look like another.
  public static func of(_ text: String) -> String {
    guard !isPlainASCII(text), text.unicodeScalars.contains(where: isInvisible) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      result += isInvisible(scalar) ? spelling(of: scalar) : String(scalar)
    }
    return result
  }

  /// `\n`, `\r` and `\t` for these, `\u{1b}` for others.
  static func spelling(of scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
  }

  /// Whether a scalar is a control, a line separator or a format character.
  ///
  /// The joiners, U+200C and U+200D, are not: scripts and emoji need them.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7f }
    return switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: !(0x200c...0x200d).contains(scalar.value)
    default: false
    }
  }

  /// Whether each byte is one visible character, one cell wide, as almost all text is.
  static func isPlainASCII(_ text: String) -> Bool {
    text.utf8.allSatisfy { 0x20 <= $0 && $0 < 0x7f }
  }
}
