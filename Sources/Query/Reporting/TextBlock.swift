/// A stored text of many lines as lines of a width, for people who read it whole.
enum TextBlock {
  private static let tab = String(repeating: " ", count: 4)

  /// The text's own lines, each broken at spaces, or within a word that is wider than the width.
  ///
  /// Spaces at the start of a line stay, since code means something by them; a tab is four.
  /// - Parameter width: in cells; a character that is wider has a line of its own.
  /// - Complexity: O(characters).
  static func lines(_ text: String, width: Int) -> [String] {
    // By scalar, since a line break and what follows it can be one Character.
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line -> String in
        let trimmed = line.last == "\r" ? line.dropLast() : line
        return String(String.UnicodeScalarView(trimmed)).replacing("\t", with: tab)
      }
    while lines.count > 1, lines.last?.allSatisfy({ $0 == " " }) ?? false { lines.removeLast() }
    return lines.flatMap { wrapped(VisibleText.of($0), to: max(1, width)) }
  }

  // MARK: - Private

  private static func wrapped(_ line: String, to width: Int) -> [String] {
    guard TextWidth.of(line) > width else { return [line] }
    var lines: [String] = []
    var rest = Substring(line)
    while !rest.isEmpty {
      let end = end(of: rest, width: width)
      var piece = rest[..<end]
      while piece.last == " " { piece.removeLast() }
      lines.append(String(piece))
      rest = rest[end...].drop { $0 == " " }
    }
    return lines
  }

  /// Where the first piece of a text ends: behind the last word that fits, else behind the last
  /// character that does.
  private static func end(of text: Substring, width: Int) -> Substring.Index {
    var used = 0
    var lastSpace: Substring.Index?
    var hasWord = false
    for index in text.indices {
      let character = text[index]
      used += TextWidth.of(character)
      if character == " ", hasWord { lastSpace = index }
      if character != " " { hasWord = true }
      if used > width {
        if let lastSpace { return lastSpace }
        return index > text.startIndex ? index : text.index(after: index)
      }
    }
    return text.endIndex
  }
}
