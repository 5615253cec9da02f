import Query
import Testing

@Suite struct ReportFormatTests {
  @Test(arguments: [
    ("json", ReportFormat.json), ("CSV", .csv), ("md", .markdown), ("markdown", .markdown),
    ("txt", .table), ("parquet", nil), ("", nil),
  ]) func `a file's ending names the format`(ending: String, expected: ReportFormat?) {
    #expect(ReportFormat(fileExtension: ending) == expected)
  }

  @Test(arguments: ReportFormat.allCases) func `each format writes lines`(format: ReportFormat) {
    let renderer = format.renderer(style: TextStyle())
    #expect(renderer.text(of: Fixtures.leaderboard).hasSuffix("\n"))
    #expect(renderer.text(of: Fixtures.empty).hasSuffix("\n"))
  }

  @Test func `nil becomes null`() {
    #expect(Cell(Int?.none) == .null)
    #expect(Cell(Double?.none) == .null)
    #expect(Cell(String?.none) == .null)
    #expect(Cell(Bool?.none) == .null)
    #expect(Cell("a") == .text("a"))
    #expect(Cell(1) == .integer(1))
  }
}
