/// How many cells of a terminal a text takes.
enum TextWidth {
  /// The width of a text without controls.
  ///
  /// - Complexity: O(bytes).
  static func of(_ text: String) -> Int {
    VisibleText.isPlainASCII(text) ? text.utf8.count : text.reduce(0) { $0 + of($1) }
  }

  /// The width of what people take for one character: 0 for a lone mark, else 1 or 2.
  static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    let isPicture = scalars.contains(emojiSelector) && scalars.first?.properties.isEmoji == true
    return isPicture ? 2 : min(2, scalars.reduce(0) { $0 + of($1) })
  }

  /// The text cut in the middle to fit a width, the mark in the place of what is missing.
  static func truncated(_ text: String, to width: Int, mark: String) -> String {
    guard of(text) > width else { return text }
    let room = max(0, width - of(mark))
    let head = prefix(of: text, width: room - room / 2)
    let tail = prefix(of: text.reversed(), width: room / 2)
    return String(head) + mark + String(tail.reversed())
  }

  /// The text broken at spaces into lines of a width at most; a longer word has its own line.
  ///
  /// - Parameter width: nil never breaks.
  static func wrapped(_ text: String, to width: Int?) -> [String] {
    guard let width, of(text) > width else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty && of(line) + 1 + of(String(word)) > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }

  // MARK: - Private

  /// VARIATION SELECTOR-16, which makes a picture of the character before it.
  private static let emojiSelector: Unicode.Scalar = "\u{fe0f}"

  private static func prefix(of text: some Sequence<Character>, width: Int) -> [Character] {
    var used = 0
    return text.prefix { character in
      used += of(character)
      return used <= width
    }
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if hangulVowelsAndFinals.contains(where: { $0.contains(scalar.value) }) { return 0 }
    let isWide = wide.contains { $0.contains(scalar.value) }
    return isWide || scalar.properties.isEmojiPresentation ? 2 : 1
  }

  /// Jamo that join the wide initial before them.
  private static let hangulVowelsAndFinals: [ClosedRange<UInt32>] = [
    0x1160...0x11ff, 0xd7b0...0xd7ff,
  ]

  /// Blocks whose characters are two cells wide, besides emoji, which the standard library knows.
  ///
  /// Source: https://www.unicode.org/Public/UCD/latest/ucd/EastAsianWidth.txt, classes W and F.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x303e, 0x3041...0x4dbf, 0x4e00...0xa4cf,
    0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f,
    0xff01...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18dff, 0x1aff0...0x1b2ff, 0x1f200...0x1f265,
    0x20000...0x2fffd, 0x30000...0x3fffd,
  ]
}
