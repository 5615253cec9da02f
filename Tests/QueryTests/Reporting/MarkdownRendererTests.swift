import Query
import Testing

@Suite struct MarkdownRendererTests {
  @Test func `writes a table under each title`() {
    let expected = #"""
      ### mt_bench, judged by gpt-4, single

      80 questions, 2 turns, scores 1 to 10

      | rank | model                                  | score |     n | turn 1 | win rate |        cost | at               |
      |-----:|:---------------------------------------|------:|------:|-------:|---------:|------------:|:-----------------|
      |    1 | gpt-4                                  |  8.99 |   160 |   8.96 |    87.5% | \$12,345.68 | 2024-03-28 15:19 |
      |    2 | 日本語モデル-7b                        |  7.77 |   160 |   8.10 |    54.5% | \$0.0000135 | 2023-06-29 00:53 |
      |    3 | lmsys/vicuna-33b-v1.3-delta-merged-awq |  7.12 | 1,280 |      – |        – |      \$1.25 | 1970-01-01 00:00 |
      |    4 | émile 🤗 \| evil\\u{1b}\[31m           |  0.30 |   160 |  10.00 |   100.0% |      \$0.00 | –                |
      |    – | lava-r8@2                              |  6.42 |    96 |   6.50 |     0.0% |           – | 2024-03-28 15:19 |

      - 1 model has fewer than the expected 160 scores and is not ranked (--partial).

      ### mt_bench, judged by claude-3-5-sonnet, single

      | rank | model     | score |   n | turn 1 | win rate |      cost | at               |
      |-----:|:----------|------:|----:|-------:|---------:|----------:|:-----------------|
      |    1 | gpt-4     |  8.50 | 160 |   8.25 |    50.0% | -\$0.0135 | 2024-03-28 15:19 |
      |    – | llama-13b |     – |   0 |      – |        – |         – | –                |

      - 1 model has fewer than the expected 160 scores and is not ranked (--partial).

      - Scores of two judges are not comparable.

      """#
    #expect(MarkdownRenderer().text(of: Fixtures.leaderboard) == expected)
  }

  @Test func `an empty report says so`() {
    #expect(MarkdownRenderer().text(of: Fixtures.empty) == "No rows.\n")
  }

  @Test(arguments: [
    ("vicuna_13b_v1", "vicuna_13b_v1"), ("__init__", #"\_\_init\_\_"#), ("a|b`c", #"a\|b\`c"#),
    ("a\r\nb\nc", "a<br>b<br>c"), ("<b>&amp;", "&lt;b&gt;&amp;amp;"), ("- item", #"\- item"#),
    ("# title", "\\# title"), ("---", #"\---"#), ("-0.07", "-0.07"), ("$1 and $2", #"\$1 and \$2"#),
    ("[x](y)", #"\[x\](y)"#), ("\u{1b}", #"\\u{1b}"#), ("*~", #"\*\~"#), ("日本_語", "日本_語"),
  ]) func `text means itself`(text: String, expected: String) {
    let report = Report(
      name: "x", columns: [.init("a")], sections: [.init(title: text, rows: [], notes: [text])])
    let markdown = "### \(expected)\n\nNo rows.\n\n- \(expected)\n"
    #expect(MarkdownRenderer().text(of: report) == markdown)
  }
}
