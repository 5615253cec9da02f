import Query
import Statistics
import TestSupport
import Testing
import Warehouse

/// What a leaderboard says of its own certainty.
@Suite(.eachBackend)
struct IntervalTests {
  /// So many questions, the score of each by a function of its number.
  private static func rows(
    _ model: String, _ count: Int = 40, _ score: (Int) -> Double
  ) -> [String] {
    (0..<count).map { "\(model),j,\($0),1,\(score($0)),\($0 % 2 == 0 ? "math" : "stem")," }
  }

  private func run(
    _ rows: [String], _ options: LeaderboardReport.Options = LeaderboardReport.Options()
  ) async throws -> Report {
    try await LeaderboardReport(BoardQuery(), options).run(on: try await makeStore(rows))
  }

  @Test func `intervals take t with a degree of freedom less than questions`() async throws {
    let report = try await run(Self.rows("m", 80) { Double($0 % 7) + 1 })
    let score = try report.number("score")
    let error = try report.number("se")
    // 1.990450 is t's 97.5 % with 79 degrees.
    #expect(abs(try report.number("ci_low") - (score - 1.990450 * error)) < 1e-6)
    #expect(abs(try report.number("ci_high") - (score + 1.990450 * error)) < 1e-6)
  }

  @Test func `letters tell apart what paired differences do`() async throws {
    // best and close differ on few questions, far on all by three points.
    let rows =
      Self.rows("best") { 5 + Double($0 % 5) } + Self.rows("close") { 5 + Double(($0 * 2) % 5) }
      + Self.rows("far") { 2 + Double($0 % 5) + Double($0 % 2) / 10 }
    let report = try await run(rows)
    #expect(report.column("model") == ["best", "close", "far"].map(Cell.text))
    #expect(report.column("group") == ["a", "a", "b"].map(Cell.text))
    var without = LeaderboardReport.Options()
    without.groups = false
    #expect(try await run(rows, without).column("group") == [.null, .null, .null])
  }

  @Test func `corrections differ in what they tell apart`() async throws {
    // Twenty models whose differences to the first grow slowly.
    let rows = (0..<20).flatMap { (model: Int) -> [String] in
      Self.rows("m\(model + 10)") { question in
        let noise = (question * 7 + model * model * 3) % 5
        return 5 + Double(noise) - Double(model) * 0.1
      }
    }
    func groups(_ adjustment: String) async throws -> Int {
      var options = LeaderboardReport.Options()
      options.adjustment = adjustment == "none" ? .none : .holm
      return Set(try await run(rows, options).column("group")).count
    }
    #expect(try await groups("none") >= groups("holm"))
  }

  @Test func `one question, one model, no variance`() async throws {
    let one = try await run(["m,j,1,1,7,,"])
    #expect(one.column("se") == [.null])
    #expect(one.column("ci_low") == [.null])
    #expect(one.column("group") == [.text("a")])
    let same = try await run(Self.rows("m") { _ in 7.3 })
    #expect(same.column("se") == [.real(0)] && same.column("ci_low") == [.null])
    #expect(same.sections[0].notes.joined().contains("All scores of m are alike"))
    let none = try await run(["m,j,1,1,,,"])
    #expect(none.column("score") == [.null])
    #expect(none.column("ci_low") == [.null])
    #expect(none.column("group") == [.null])
  }

  @Test func `right and wrong take Wilson's interval`() async throws {
    let report = try await run(Self.rows("m", 10) { $0 < 8 ? 1 : 0 })
    #expect(abs(try report.number("ci_low") - 0.490162) < 5e-7)
    #expect(abs(try report.number("ci_high") - 0.943318) < 5e-7)
    let all = try await run(Self.rows("m", 30) { _ in 0 })
    #expect(try all.number("ci_low") == 0)
    #expect(abs(try all.number("ci_high") - 0.113513) < 5e-7)
  }

  @Test func `categories have intervals of their own`() async throws {
    let store = try await makeStore(Self.rows("m") { Double($0 % 7) + 1 })
    let report = try await CategoriesReport(BoardQuery()).run(on: store)
    #expect(report.column("category") == [.text("math"), .text("stem")])
    for row in report.rowsByColumn {
      guard case .real(let low)? = row["ci_low"], case .real(let high)? = row["ci_high"],
        case .real(let score)? = row["score"]
      else {
        Issue.record("no interval")
        continue
      }
      #expect(low < score && score < high)
    }
  }
}

extension Report {
  /// The number in the first row of a column.
  func number(_ name: String) throws -> Double {
    guard case .real(let value)? = column(name).first else { throw NoNumber() }
    return value
  }

  private struct NoNumber: Error {}
}
