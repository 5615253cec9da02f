import TestSupport
import Testing
import Warehouse

@testable import Query

/// What others published, beside what the store holds.
@Suite(.eachBackend)
struct PublishedTests {
  private func leaderboard(_ change: (inout BoardQuery) -> Void = { _ in }) async throws -> Report {
    var query = BoardQuery()
    change(&query)
    let store = try await makeStore(["gpt-4,j,1,1,5,,", "other,j,1,1,6,,"])
    return PublishedRows(query).added(to: try await LeaderboardReport(query).run(on: store))
  }

  @Test func `published rows stand apart, unranked and marked`() async throws {
    let rows = try await leaderboard().rowsByColumn
    let published = rows.filter { $0["board"] == .text("published") }
    #expect(published.count == 16 + 31 + 41)
    #expect(published.allSatisfy { $0["rank"] == .null && $0["label"] == .text("published") })
    #expect(published.allSatisfy { $0["source"] != .null && $0["benchmark"] == .text("mt_bench") })
    let own = rows.filter { $0["board"] != .text("published") }
    #expect(own.map { $0["rank"] } == [.integer(1), .integer(2)])
    #expect(own.allSatisfy { $0["source"] == .null && $0["label"] == .null })
    #expect(published.first?["score"] == .real(8.990625))
    #expect(published.first?["turn_2"] == .real(9.025))
  }

  @Test func `a turn is a part that few were published for`() async throws {
    let rows = try await leaderboard { $0.turn = 2 }.rowsByColumn
    let published = rows.filter { $0["board"] == .text("published") }
    #expect(published.count == 7)
    #expect(published.first?["score"] == .real(9.025))
    #expect(published.allSatisfy { $0["turn_1"] == .null })
  }

  @Test func `where the query is about something else a note says so`() async throws {
    for change in [
      { (query: inout BoardQuery) in query.mode = .pairwise }, { $0.judge = "j" },
      { $0.benchmark = "b" },
    ] {
      let report = try await leaderboard(change)
      #expect(!report.column("board").contains(.text("published")))
      #expect(report.notes.joined().contains("mt_bench in single mode"))
    }
  }

  @Test func `categories come in both forms`() async throws {
    let store = try await makeStore(["m,j,1,1,5,math,"])
    let report = CategoriesReport(BoardQuery())
    let long = PublishedRows(BoardQuery()).added(to: try await report.run(on: store))
    let published = long.rowsByColumn.filter { $0["board"] == .text("published") }
    #expect(published.count == 16)
    #expect(published.first?["category"] == .text("coding"))
    #expect(published.first?["score"] == .real(8.55))
    let grid = PublishedRows(BoardQuery()).added(to: try await report.runAsGrid(on: store))
    #expect(grid.sections.count == 2)
    #expect(grid.rowsByColumn.last?["math"] == .real(6.3))
    #expect(grid.rowsByColumn.last?["writing"] == .real(9.2))
  }

  @Test func `figures agree with one another`() {
    for figure in PublishedScores.sources.flatMap(\.figures) {
      let turns = figure.turns.compactMap(\.self)
      if turns.count == 2, let average = figure.average, figure.model != "claude-instant-v1" {
        #expect(abs((turns[0] + turns[1]) / 2 - average) < 1e-9, "\(figure.model)")
      }
      if !figure.categories.isEmpty, let average = figure.average {
        let mean = figure.categories.sorted { $0.key < $1.key }.map(\.value).reduce(0, +) / 8
        #expect(figure.categories.count == 8)
        #expect(abs(mean - average) < 1e-9, "\(figure.model)")
      }
    }
  }
}
