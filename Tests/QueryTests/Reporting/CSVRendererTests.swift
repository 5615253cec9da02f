import Query
import Testing

@Suite struct CSVRendererTests {
  @Test func `writes all columns and the rows of all sections`() {
    let lines = CSVRenderer().text(of: Fixtures.leaderboard).split(separator: "\n")
    #expect(lines.count == 8)
    #expect(lines[0] == "board,rank,model,score,n,turn_1,win_rate,cost_usd,at,answer_set")
    #expect(
      lines[2]
        == "b1,2,日本語モデル-7b,7.76875,160,8.1,0.5454545,0.000013500,2023-06-29T00:53:20.5Z,1")
    #expect(lines[7] == "b2,,llama-13b,,0,,,,,1")
  }

  @Test func `an empty report is a heading line`() {
    #expect(CSVRenderer().text(of: Fixtures.empty) == "model,score\n")
  }

  @Test(arguments: [
    (Cell.null, ""), (.text(""), "\"\""), (.text("a,b"), "\"a,b\""),
    (.text("a\r\nb"), "\"a\r\nb\""),
    (.text("say \"hi\""), "\"say \"\"hi\"\"\""), (.text(" x"), "\" x\""), (.text("=1+1"), "=1+1"),
    (.text("\"\u{301}"), "\"\"\"\u{301}\""), (.real(.nan), ""), (.boolean(false), "false"),
    (.list([.text("a"), .null]), "\"[\"\"a\"\", null]\""), (.list([]), "[]"),
  ]) func `writes a cell`(cell: Cell, expected: String) {
    let report = Report(
      name: "x", columns: [.init("a"), .init("b")],
      sections: [.init(title: "", rows: [.init([cell, .integer(1)])])])
    #expect(CSVRenderer().text(of: report) == "a,b\n\(expected),1\n")
  }

  @Test func `a lone null is no empty line`() {
    let report = Report(
      name: "x", columns: [.init("a")], sections: [.init(title: "", rows: [.init([.null])])])
    #expect(CSVRenderer().text(of: report) == "a\n\"\"\n")
  }
}
