import Testing

@testable import Query

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("gpt-4", 5), ("日本", 4), ("한국", 4), ("e\u{301}", 1), ("é", 1), ("🤗", 2), ("👩‍👩‍👧", 2),
    ("🇩🇪", 2), ("❤\u{fe0f}", 2), ("👍🏽", 2), ("ｆｕｌｌ", 8), ("ﾊﾝ", 2), ("नि", 1), ("\u{301}", 0),
    ("Привет", 6), ("–…─", 3), ("\u{1112}\u{1161}\u{11ab}", 2),
  ]) func `counts terminal cells`(text: String, expected: Int) {
    #expect(TextWidth.of(text) == expected)
  }

  @Test(arguments: [
    ("abcdefghij", 10, "abcdefghij"), ("abcdefghijk", 10, "abcde…hijk"), ("日本語日本語", 6, "日…語"),
    ("abc", 1, "…"),
  ]) func `cuts in the middle`(text: String, width: Int, expected: String) {
    #expect(TextWidth.truncated(text, to: width, mark: "…") == expected)
  }

  @Test func `breaks at spaces, never inside a word`() {
    #expect(TextWidth.wrapped("aa bb cc", to: 5) == ["aa bb", "cc"])
    #expect(TextWidth.wrapped("a abcdefgh b", to: 5) == ["a", "abcdefgh", "b"])
    #expect(TextWidth.wrapped("aa bb cc", to: nil) == ["aa bb cc"])
    #expect(TextWidth.wrapped("      ", to: 2) == [""])
  }
}
