import Foundation
import Query
import TestSupport
import Testing
import Warehouse

/// The worked example of docs/statistics.md: its figures are those of its rows.
@Suite(.eachBackend)
struct StatisticsPageTests {
  @Test func `the figures of the page follow from its rows`() async throws {
    let page = try String(
      contentsOfFile: Repository.root + "/docs/statistics.md", encoding: .utf8)
    let rows = try block("<!-- data:", in: page).dropFirst().map { line in
      // Of the page's columns the last two stand in the order that makeStore gives them.
      line + ","
    }
    let store = try await makeStore(Array(rows))
    var query = BoardQuery()
    let board = try await LeaderboardReport(query).run(on: store)
    query.models = ["tuned", "base"]
    let compared = try await CompareReport(query).run(on: store)
    let power = try await PowerReport(query, differences: [0.5]).run(on: store)
    let figures = try block("<!-- figures:", in: page)
    #expect(figures.count > 20)
    for figure in figures {
      let words = figure.split(separator: " ").map(String.init)
      try #require(words.count == 4, "\(figure)")
      let name = words[1].replacing("_", with: " ")
      let row: [String: Cell]? =
        switch words[0] {
        case "leaderboard": board.rowsByColumn.first { $0["model"] == .text(name) }
        case "compare": compared.rowsByColumn.first { $0["category"] == .text(name) }
        default: power.rowsByColumn.first
        }
      expect(row?[words[2]], words[3], figure)
    }
  }

  /// As many digits as the page has.
  private func expect(_ cell: Cell?, _ expected: String, _ figure: String) {
    switch cell {
    case .text(let text): #expect(text == expected, "\(figure)")
    case .integer(let value): #expect("\(value)" == expected, "\(figure)")
    case .real(let value):
      let point = expected.firstIndex(of: ".")
      let digits = point.map { expected.distance(from: $0, to: expected.endIndex) - 1 } ?? 0
      let half = 0.5 * pow(10, -Double(digits))
      #expect((value - (Double(expected) ?? .nan)).magnitude <= half * 1.000001, "\(figure)")
    default: Issue.record("no figure for \(figure)")
    }
  }

  /// The lines of the fenced block behind a mark.
  private func block(_ mark: String, in page: String) throws -> [String] {
    let start = try #require(page.range(of: mark)).upperBound
    let lines = page[start...].split(separator: "\n", omittingEmptySubsequences: false)
    let inside = lines.drop { !$0.hasPrefix("```") }.dropFirst().prefix { !$0.hasPrefix("```") }
    return inside.map(String.init)
  }
}
