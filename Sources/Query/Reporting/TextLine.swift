/// One line of a table under construction, without spaces at its end.
struct TextLine {
  private(set) var text = ""
  private var pendingSpaces = 0

  /// Leaves cells empty.
  mutating func skip(_ count: Int) { pendingSpaces += count }

  /// Appends a text that is already measured and styled; an empty one leaves no trace.
  mutating func append(_ styled: String) {
    guard !styled.isEmpty else { return }
    text += String(repeating: " ", count: pendingSpaces) + styled
    pendingSpaces = 0
  }
}
