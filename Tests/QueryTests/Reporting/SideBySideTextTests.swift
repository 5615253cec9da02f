import Query
import Testing

/// Two sides beside one another.
@Suite struct SideBySideTextTests {
  static let report = Report(
    name: "diff",
    columns: [
      .init("board", isInSectionTitle: true), .init("model_a", isInSectionTitle: true),
      .init("model_b", isInSectionTitle: true), .init("question"), .init("category"),
      .init("score_a", alignment: .trailing, digits: 2),
      .init("score_b", alignment: .trailing, digits: 2),
      .init("delta", alignment: .trailing, digits: 2), .init("question_text"),
      .init("answer_a"), .init("answer_b"), .init("judgment_a"), .init("judgment_b"),
    ],
    sections: [
      .init(
        title: "mt_bench · one and two", subtitle: "board abc",
        rows: [
          row(
            "111", "math", 2, 5, "What is the area of the triangle?\nExplain.",
            "日本語の答えはここにあります、とても長い文です、折り返しが必要です。",
            "def area(a):\n    return a * a / 2  # a comment that goes on beyond the column\r\n\tx",
            "Wrong.\u{1b}[31m", nil),
          row("112", nil, nil, 4, nil, nil, "a", nil, nil),
        ], notes: ["A note on the section."])
    ], notes: ["3 more."], layout: .sideBySide)

  private static func row(
    _ question: String, _ category: String?, _ first: Double?, _ second: Double?, _ text: String?,
    _ answerA: String?, _ answerB: String?, _ judgmentA: String?, _ judgmentB: String?
  ) -> Report.Row {
    let delta = first.flatMap { first in second.map { first - $0 } }
    return Report.Row([
      .text("abc"), .text("one"), .text("two"), .text(question), Cell(category), Cell(first),
      Cell(second), Cell(delta), Cell(text), Cell(answerA), Cell(answerB), Cell(judgmentA),
      Cell(judgmentB),
    ])
  }

  private static func text(_ width: Int?, color: Bool = false) -> String {
    TextRenderer(style: TextStyle(width: width, color: color)).text(of: report)
  }

  @Test func `two columns at 80 cells`() {
    let expected = #"""
      mt_bench · one and two
      board abc

      question 111 · category math · delta -3.00
      ────────────────────────────────────────────────────────────────────────────────
      What is the area of the triangle?
      Explain.

      one                                    │ two
      score 2.00                             │ score 5.00
                                             │
      answer                                 │ answer
      日本語の答えはここにあります、とても長 │ def area(a):
      い文です、折り返しが必要です。         │     return a * a / 2  # a comment that
                                             │ goes on beyond the column
                                             │     x
                                             │
      judgment                               │ judgment
      Wrong.\u{1b}[31m                       │ unknown

      question 112
      ────────────────────────────────────────────────────────────────────────────────
      one                                    │ two
      score –                                │ score 4.00
                                             │
      answer                                 │ answer
      unknown                                │ a
                                             │
      judgment                               │ judgment
      unknown                                │ unknown

      note: A note on the section.
      note: 3 more.
      """#
    #expect(Self.text(80) == expected + "\n")
  }

  @Test func `one under the other below 80 cells`() {
    let expected = #"""
      mt_bench · one and two
      board abc

      question 111 · category math · delta -3.00
      ────────────────────────────────────────────────────────────
      What is the area of the triangle?
      Explain.

      one
      score 2.00

      answer
      日本語の答えはここにあります、とても長い文です、折り返しが必
      要です。

      judgment
      Wrong.\u{1b}[31m

      two
      score 5.00

      answer
      def area(a):
          return a * a / 2  # a comment that goes on beyond the
      column
          x

      judgment
      unknown

      question 112
      ────────────────────────────────────────────────────────────
      one
      score –

      answer
      unknown

      judgment
      unknown

      two
      score 4.00

      answer
      a

      judgment
      unknown

      note: A note on the section.
      note: 3 more.
      """#
    #expect(Self.text(60) == expected + "\n")
  }

  @Test(arguments: [20, 33, 60, 79, 80, 81, 99, 200]) func `no line is wider than the terminal`(
    width: Int
  ) {
    for line in Self.text(width).split(separator: "\n") {
      #expect(Self.cells(line) <= width, "\(line)")
    }
  }

  @Test func `the divider stands in one place whatever the characters`() {
    for line in Self.text(100).split(separator: "\n") where line.contains("│") {
      let left = line.prefix { $0 != "│" }
      #expect(Self.cells(left) == 49, "\(line)")
    }
  }

  @Test func `colour changes the looks, not the text`() {
    var plain = Self.text(80, color: true)
    #expect(plain.contains("\u{1b}[1m"))
    for code in ["0", "1", "2"] { plain = plain.split(separator: "\u{1b}[\(code)m").joined() }
    #expect(plain == Self.text(80))
  }

  @Test func `without sections it says so`() {
    let report = Report(name: "diff", columns: [.init("a")], sections: [], layout: .sideBySide)
    #expect(TextRenderer(style: TextStyle()).text(of: report) == "no rows\n")
  }

  private static func cells(_ line: Substring) -> Int {
    line.reduce(0) { $0 + ($1.unicodeScalars.allSatisfy { $0.value >= 0x3000 } ? 2 : 1) }
  }
}
