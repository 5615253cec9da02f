import Query
import TestSupport
import Testing

/// Tables for papers, and pages.
@Suite struct LaTeXRendererTests {
  private static let report = Report(
    name: "leaderboard",
    columns: [
      Report.Column("model"),
      Report.Column("score", unit: "points", alignment: .trailing, digits: 2),
      Report.Column("se", unit: "points", alignment: .trailing, digits: 2),
    ],
    sections: [
      Report.Section(
        title: "mt_bench · judged by gpt-4",
        subtitle: "board 1",
        rows: [
          Report.Row([.text("a_b & 50% {x} [1]"), .real(8.994), .real(0.2)]),
          Report.Row([.text("émile 日"), .real(8.991), .real(0.3)]),
          Report.Row([.text("low"), .real(-1.5), .null]),
        ], notes: ["1 model\nis low."])
    ])

  @Test func `a table in the manner of booktabs, the best in bold`() {
    var options = LaTeXRenderer.Options()
    options.marksBest = true
    options.label = "main results"
    options.command = "scorehouse leaderboard --as-of 2026-01-01T00:00:00Z"
    let expected = #"""
      % scorehouse leaderboard --as-of 2026-01-01T00:00:00Z
      % needs \usepackage{booktabs}
      \begin{table}
        \centering
        \caption{mt\_bench $\cdot$ judged by gpt-4}
        \label{tab:main-results}
        \begin{tabular}{lrr}
          \toprule
          model & score & se \\
          \midrule
          a\_b \& 50\% \{x\} {[}1{]} & \textbf{8.99} & 0.20 \\
          émile {[}U+65E5{]} & \textbf{8.99} & 0.30 \\
          low & $-$1.50 & -- \\
          \bottomrule
        \end{tabular}
      \end{table}
      % board 1
      % 1 model\nis low.

      """#
    #expect(LaTeXRenderer(options).text(of: Self.report) == expected)
  }

  @Test func `without options nothing is marked`() {
    let text = LaTeXRenderer().text(of: Self.report)
    #expect(!text.contains("textbf") && !text.contains("label"))
    #expect(LaTeXRenderer().text(of: Fixtures.empty).contains("% no rows"))
  }

  /// Every special character as a cell, so that none ends a group or a row.
  @Test(arguments: SeededRandom.seeds(50))
  func `no text opens what it does not close`(random: SeededRandom) {
    var random = random
    let report = Report(
      name: "x", columns: [Report.Column("a")],
      sections: [
        Report.Section(
          title: "", rows: [Report.Row([.text(random.text(count: 30) + #"\{}$&#_%^~[]*"#)])])
      ])
    let text = LaTeXRenderer().text(of: report)
    let row =
      text.split(separator: "\n").first {
        $0.hasPrefix("    ") && $0.hasSuffix(#" \\"#) && !$0.contains("a \\\\")
      } ?? ""
    var depth = 0
    var isEscaped = false
    for character in row {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "{" {
        depth += 1
      } else if character == "}" {
        depth -= 1
      }
      #expect(depth >= 0)
    }
    #expect(depth == 0)
    #expect(!text.contains("\u{1}"))
  }

  @Test func `a page cannot be changed by what stands in it`() {
    let report = Report(
      name: "<x>", columns: [Report.Column("a<b")],
      sections: [
        Report.Section(
          title: "</style>", rows: [Report.Row([.text("<script>&\"'")])], notes: ["<i>"])
      ])
    let html = HTMLRenderer().text(of: report)
    #expect(html.contains("<td>&lt;script&gt;&amp;&quot;&#39;</td>"))
    #expect(html.contains("<th scope=\"col\">a&lt;b</th>"))
    #expect(html.contains("<li>&lt;i&gt;</li>") && html.contains("<h2>&lt;/style&gt;</h2>"))
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.hasSuffix("</html>\n"))
    #expect(HTMLRenderer().text(of: Fixtures.empty).contains("No rows."))
  }
}
