/// libpq's messages, which are made for a terminal, as one line.
enum PostgresWords {
  /// Joins lines: what goes on with a small letter behind a tab belongs to the sentence before.
  static func line(_ text: String) -> String {
    var sentences: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard let first = words.first else { continue }
      if line.first == "\t", first.isLowercase, let last = sentences.popLast() {
        sentences.append(last + " " + words)
      } else {
        sentences.append(words)
      }
    }
    let parts = sentences.enumerated().map { place, sentence in
      let bare = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
      return place == 0 ? bare : lowered(bare)
    }
    return parts.joined(separator: "; ")
  }

  /// Without the capital of a word that has no other.
  private static func lowered(_ sentence: String) -> String {
    guard let first = sentence.first, sentence.dropFirst().first?.isLowercase == true else {
      return sentence
    }
    return first.lowercased() + sentence.dropFirst()
  }
}
