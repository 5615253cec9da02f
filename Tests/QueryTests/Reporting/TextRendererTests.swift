import Query
import Testing

@Suite struct TextRendererTests {
  @Test(arguments: [nil, 120]) func `shows everything where there is room`(width: Int?) {
    let expected = #"""
      mt_bench, judged by gpt-4, single
      80 questions, 2 turns, scores 1 to 10

      rank  model                                   score      n  turn 1  win rate             cost  at
      ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
         1  gpt-4                                    8.99    160    8.96     87.5%  $12,345.68       2024-03-28 15:19
         2  日本語モデル-7b                          7.77    160    8.10     54.5%       $0.0000135  2023-06-29 00:53
         3  lmsys/vicuna-33b-v1.3-delta-merged-awq   7.12  1,280       –         –       $1.25       1970-01-01 00:00
         4  émile 🤗 | evil\u{1b}[31m                0.30    160   10.00    100.0%       $0.00       –
         –  lava-r8@2                                6.42     96    6.50      0.0%                –  2024-03-28 15:19

      note: 1 model has fewer than the expected 160 scores and is not ranked (--partial).

      mt_bench, judged by claude-3-5-sonnet, single

      rank  model      score    n  turn 1  win rate      cost  at
      ─────────────────────────────────────────────────────────────────────────
         1  gpt-4       8.50  160    8.25     50.0%  -$0.0135  2024-03-28 15:19
         –  llama-13b      –    0       –         –         –  –

      note: 1 model has fewer than the expected 160 scores and is not ranked (--partial).

      note: Scores of two judges are not comparable.

      """#
    #expect(Self.text(width: width) == expected)
  }

  @Test func `hides the least important columns at 80 cells and says so once`() {
    let expected = #"""
      mt_bench, judged by gpt-4, single
      80 questions, 2 turns, scores 1 to 10

      rank  model                                score      n  turn 1             cost
      ────────────────────────────────────────────────────────────────────────────────
         1  gpt-4                                 8.99    160    8.96  $12,345.68
         2  日本語モデル-7b                       7.77    160    8.10       $0.0000135
         3  lmsys/vicuna-33b-…-delta-merged-awq   7.12  1,280       –       $1.25
         4  émile 🤗 | evil\u{1b}[31m             0.30    160   10.00       $0.00
         –  lava-r8@2                             6.42     96    6.50                –

      note: 1 model has fewer than the expected 160 scores and is not ranked
            (--partial).

      mt_bench, judged by claude-3-5-sonnet, single

      rank  model      score    n  turn 1  win rate      cost  at
      ─────────────────────────────────────────────────────────────────────────
         1  gpt-4       8.50  160    8.25     50.0%  -$0.0135  2024-03-28 15:19
         –  llama-13b      –    0       –         –         –  –

      note: 1 model has fewer than the expected 160 scores and is not ranked
            (--partial).

      note: Scores of two judges are not comparable.
      hidden for width: win_rate, at (a wider terminal or --csv shows them)

      """#
    #expect(Self.text(width: 80) == expected)
  }

  @Test func `cuts names in the middle at 40 cells`() {
    let expected = #"""
      mt_bench, judged by gpt-4, single
      80 questions, 2 turns, scores 1 to 10

      rank  model                 score      n
      ────────────────────────────────────────
         1  gpt-4                  8.99    160
         2  日本語モデル-7b        7.77    160
         3  lmsys/vicu…erged-awq   7.12  1,280
         4  émile 🤗 |…u{1b}[31m   0.30    160
         –  lava-r8@2              6.42     96

      note: 1 model has fewer than the
            expected 160 scores and is not
            ranked (--partial).

      mt_bench, judged by claude-3-5-sonnet,
      single

      rank  model      score    n      cost
      ─────────────────────────────────────
         1  gpt-4       8.50  160  -$0.0135
         –  llama-13b      –    0         –

      note: 1 model has fewer than the
            expected 160 scores and is not
            ranked (--partial).

      note: Scores of two judges are not
            comparable.
      hidden for width: turn_1, win_rate,
      cost_usd, at (a wider terminal or --csv
      shows them)

      """#
    #expect(Self.text(width: 40) == expected)
  }

  @Test(arguments: 38...130) func `no table line is wider than the terminal`(width: Int) {
    for line in Self.text(width: width).split(separator: "\n") {
      #expect(Self.cells(String(line)) <= width, "\(line)")
    }
  }

  @Test func `columns that must stay are shown whole on the narrowest terminal`() {
    let text = Self.text(width: 1)
    #expect(text.contains("   2  日本語…ル-7b    7.77    160\n"))
  }

  @Test func `colour changes the looks, not the text`() {
    let style = TextStyle(width: 80, color: true)
    let text = TextRenderer(style: style).text(of: Fixtures.leaderboard)
    #expect(text.hasPrefix("\u{1b}[1mmt_bench, judged by gpt-4, single\u{1b}[0m\n"))
    #expect(text.contains("   \u{1b}[2m–\u{1b}[0m  \u{1b}[2mlava-r8@2\u{1b}[0m  "))
    var plain = text
    for code in ["0", "1", "2"] { plain = plain.split(separator: "\u{1b}[\(code)m").joined() }
    #expect(plain == Self.text(width: 80))
  }

  @Test func `decoration is ASCII where Unicode is not allowed`() {
    let report = Report(
      name: "x", columns: [.init("model"), .init("score", alignment: .trailing)],
      sections: [
        .init(
          title: "",
          rows: [
            .init([.text("a-name-of-20-characters"), .null]), .init([.text("b"), .integer(1)]),
          ])
      ])
    let style = TextStyle(width: 22, unicode: false)
    let expected = """
      model            score
      ----------------------
      a-name...acters      -
      b                    1

      """
    #expect(TextRenderer(style: style).text(of: report) == expected)
  }

  @Test func `no stored text reaches the terminal as a control`() {
    let evil = "a\u{1b}]0;x\u{7}\u{9b}2J\r\n\t\u{202e}\u{2066}\u{200b}\u{2028}\u{7f}b"
    let report = Report(
      name: "x", columns: [.init("a", title: evil)],
      sections: [
        .init(title: evil, subtitle: evil, rows: [.init([.text(evil)])], notes: [evil])
      ], notes: [evil])
    let text = TextRenderer(style: TextStyle(width: 400)).text(of: report)
    let spelt =
      #"a\u{1b}]0;x\u{7}\u{9b}2J\r\n\t\u{202e}\u{2066}\u{200b}\u{2028}\u{7f}b"#
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !Self.isControl($0) })
    #expect(text.split(separator: "\n").filter { $0.hasSuffix(spelt) }.count == 6)
  }

  @Test func `one long text does not hide other columns`() {
    let report = Report(
      name: "x", columns: [.init("model"), .init("at", visibility: .whenSpace(priority: 1))],
      sections: [
        .init(title: "", rows: [.init([.text(String(repeating: "x", count: 300)), .text("now")])])
      ])
    let text = TextRenderer(style: TextStyle(width: 60)).text(of: report)
    #expect(text.contains("…"))
    #expect(text.contains("  now\n"))
  }

  @Test func `an empty report and an empty section say so`() {
    let renderer = TextRenderer(style: TextStyle())
    #expect(renderer.text(of: Fixtures.empty) == "no rows\n")
    let report = Report(
      name: "x", columns: [.init("a")], sections: [.init(title: "Board", rows: [])],
      notes: ["Import something."])
    #expect(renderer.text(of: report) == "Board\n\nno rows\n\nnote: Import something.\n")
  }

  // MARK: - Private

  private static func text(width: Int?) -> String {
    TextRenderer(style: TextStyle(width: width)).text(of: Fixtures.leaderboard)
  }

  private static func cells(_ line: String) -> Int {
    line.reduce(0) { $0 + ("日本語モデル🤗".contains($1) ? 2 : 1) }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
