import Foundation
import TestSupport
import Testing

/// What the page about SQL shows works, and gives the figures of the reports.
@Suite(.temporaryFolder)
struct SQLExampleTests {
  @Test func `the page has its examples`() {
    #expect(SQLExample.all.count >= 9)
    #expect(SQLExample.all.count { $0.report != nil } >= 7)
  }

  @Test(
    .enabled("a tool is missing; scripts/sql-tools brings pandas, duckdb and datasette") {
      SQLExample.all.allSatisfy(\.canRun)
    })
  func `every tool is there`() {}

  @Test(arguments: SQLExample.all.filter(\.canRun))
  func `an example gives the figures of its report`(example: SQLExample) throws {
    let folder = try TemporaryFolder.current
    let store = try ExampleStore.path.get()
    #expect(
      try Program().run(["--store", store, "backup", folder.file("scorehouse.db")]).status == 0)
    let outcome = try example.run(in: folder.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    if let expected = example.expected { #expect(outcome.output == expected) }
    guard let report = example.report else { return }
    let printed = outcome.output.split(whereSeparator: \.isNewline).map(Self.words)
    let rows = try rows(report.arguments, store)
    #expect(!rows.isEmpty)
    for row in rows {
      let wanted = report.columns.map { row[$0].map(Self.word) ?? "missing" }
      #expect(printed.contains { $0 == wanted }, "\(wanted) is not in \(printed)")
    }
  }

  // MARK: - Private

  private func rows(_ arguments: [String], _ store: String) throws -> [[String: Any]] {
    let outcome = try Program().run(["--store", store] + arguments + ["--json"])
    return try outcome.json()["rows"] as? [[String: Any]] ?? []
  }

  /// Names as they are, numbers with six decimals.
  private static func words(_ line: Substring) -> [String] {
    line.split { " |,\t".contains($0) }.map { text in
      Double(text).map { String(format: "%.6f", $0) } ?? String(text)
    }
  }

  private static func word(_ value: Any) -> String {
    if let number = value as? NSNumber { return String(format: "%.6f", number.doubleValue) }
    return value as? String ?? "null"
  }
}
