import Foundation
import Testing
import Warehouse

@testable import Query

@Suite struct RendererPropertyTests {
  @Test(arguments: 0..<200 as Range<UInt64>) func `JSON reads back the same cells`(
    seed: UInt64
  ) throws {
    let report = RandomReport(seed: seed).report
    let text = JSONRenderer().text(of: report)
    let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let object = try #require(parsed as? [String: Any])
    let rows = try #require(object["rows"] as? [[String: Any]])
    let cells = report.sections.flatMap(\.rows).map(\.cells)
    #expect(rows.count == cells.count)
    for (row, cells) in zip(rows, cells) {
      for (column, cell) in zip(report.columns, cells) {
        #expect(JSONValue.agrees(row[column.name], with: cell), "seed \(seed): \(cell)")
      }
    }
  }

  @Test func `real numbers keep every bit`() {
    var random = SplitMix(state: 3)
    for _ in 0..<10_000 {
      let value = Double(bitPattern: random.next())
      var json = JSONText()
      json.append(.real(value))
      #expect(value.isFinite ? Double(json.string) == value : json.string == "null")
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>) func `CSV reads back the same texts`(seed: UInt64) {
    let report = RandomReport(seed: seed).report
    let lines = CSVReader.lines(of: CSVRenderer().text(of: report))
    let rows = report.sections.flatMap(\.rows)
    #expect(lines.count == rows.count + 1, "seed \(seed)")
    for (line, row) in zip(lines.dropFirst(), rows) {
      #expect(line.count == row.cells.count, "seed \(seed)")
      for (field, cell) in zip(line, row.cells) {
        if case .text(let text) = cell { #expect(field == text, "seed \(seed)") }
      }
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>) func `tables have a line a row, free of controls`(
    seed: UInt64
  ) {
    let report = RandomReport(seed: seed).report
    for width in [nil, 40, 80, 120] {
      let text = TextRenderer(style: TextStyle(width: width)).text(of: report)
      let rowCount = report.sections.reduce(0) { $0 + $1.rows.count }
      let blankLines = report.sections.count - 1
      let headings = report.sections.filter { !$0.rows.isEmpty }.count * 2
      let emptySections = report.sections.filter(\.rows.isEmpty).count
      let lines = text.unicodeScalars.filter { $0 == "\n" }.count
      #expect(lines == rowCount + blankLines + headings + emptySections, "seed \(seed)")
      let controls = text.unicodeScalars.filter { $0.properties.generalCategory == .control }
      #expect(controls.allSatisfy { $0 == "\n" }, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<50 as Range<UInt64>) func `Markdown has a line a row`(seed: UInt64) {
    let report = RandomReport(seed: seed).report
    let lines = MarkdownRenderer().text(of: report).unicodeScalars.split(separator: "\n")
    let tables = report.sections.filter { !$0.rows.isEmpty }
    let rows = tables.reduce(0) { $0 + $1.rows.count + 2 }
    #expect(lines.count == rows + report.sections.count - tables.count, "seed \(seed)")
  }
}
