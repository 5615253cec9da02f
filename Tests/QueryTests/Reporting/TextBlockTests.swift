import Testing

@testable import Query

/// Texts of many lines at a width.
@Suite struct TextBlockTests {
  @Test(arguments: [
    ("a b c", 3, ["a b", "c"]), ("abcdef", 4, ["abcd", "ef"]), ("", 5, [""]),
    ("a\n\nb", 5, ["a", "", "b"]), ("a\r\nb", 5, ["a", "b"]), ("a\n\n", 5, ["a"]),
    ("  code here", 8, ["  code", "here"]), ("\tx", 8, ["    x"]), ("日本語", 4, ["日本", "語"]),
    ("日本語", 1, ["日", "本", "語"]), ("a  b", 2, ["a", "b"]),
    ("ab cdefgh i", 4, ["ab", "cdef", "gh i"]),
    ("a\u{1b}b", 20, ["a\\u{1b}b"]),
  ])
  func `lines are broken where they must be`(text: String, width: Int, lines: [String]) {
    #expect(TextBlock.lines(text, width: width) == lines)
  }
}
