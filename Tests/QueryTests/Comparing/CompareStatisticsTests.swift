import Query
import Statistics
import TestSupport
import Testing
import Warehouse

/// What a difference is worth.
@Suite(.eachBackend)
struct CompareStatisticsTests {
  /// The worked example of paired differences: eight questions, a difference of a half.
  private static let a = [9.0, 8, 7, 6, 10, 5, 8, 9]
  private static let b = [8.0, 8, 6, 6, 9, 6, 7, 8]

  private static func rows(_ model: String, _ scores: [Double], judge: String = "j") -> [String] {
    scores.enumerated().map { "\(model),\(judge),\($0),1,\($1),," }
  }

  private func run(
    _ rows: [String], _ models: [String] = ["a", "b"],
    _ change: (inout CompareReport.Options) -> Void = { _ in }
  ) async throws -> Report {
    var query = BoardQuery()
    query.models = models
    var options = CompareReport.Options()
    change(&options)
    return try await CompareReport(query, options).run(on: try await makeStore(rows))
  }

  @Test func `the worked example`() async throws {
    let report = try await run(Self.rows("a", Self.a) + Self.rows("b", Self.b))
    #expect(report.column("delta") == [.real(0.5)])
    #expect(abs(try report.number("se") - 0.267261) < 5e-7)
    #expect(abs(try report.number("p") - 0.103552) < 5e-7)
    #expect(try report.number("p_adjusted") == report.number("p"))
    #expect(abs(try report.number("mdd") - 0.267261 * 2.801586) < 5e-6)
    // t's 97.5 % with 7 degrees is 2.364624.
    #expect(abs(try report.number("ci_low") - (0.5 - 2.364624 * 0.267261)) < 5e-6)
    let notes = report.sections[0].notes
    #expect(
      notes[0].hasPrefix("The difference may be chance (p 0.104, 95 % interval -0.13 to 1.13)"))
    #expect(notes.joined().contains("Questions that differ most: 0 (+1.00)"))
  }

  @Test func `several models are several looks`() async throws {
    let rows =
      Self.rows("a", Self.a) + Self.rows("b", Self.b)
      + Self.rows("c", Self.a.map { $0 - 1 - ($0 > 8 ? 0.5 : 0) })
    let report = try await run(rows, ["a", "b", "c"])
    let p = report.column("p")
    let adjusted = report.column("p_adjusted")
    guard case .real(let p0)? = p.first, case .real(let p1)? = p.last,
      case .real(let q0)? = adjusted.first, case .real(let q1)? = adjusted.last
    else { throw Missing() }
    #expect(q0 == p0 && q1 == 2 * p1)
    #expect(report.sections[1].notes[0].hasPrefix("The difference is more than chance"))
    let raw = try await run(rows, ["a", "b", "c"]) { $0.adjustment = .none }
    #expect(raw.column("p_adjusted") == p)
  }

  @Test func `right and wrong take McNemar's test`() async throws {
    // Two questions that only a gets right, ten that only b does, twenty that both do.
    let a = [1.0, 1] + Array(repeating: 0, count: 10) + Array(repeating: 1, count: 20)
    let b = [0.0, 0] + Array(repeating: 1, count: 10) + Array(repeating: 1, count: 20)
    let report = try await run(Self.rows("a", a) + Self.rows("b", b))
    #expect(abs(try report.number("p") - 0.0385742) < 5e-8)
    #expect(report.sections[0].notes.joined().contains("McNemar's, exact"))
  }

  @Test func `equals, one question, and differences that never vary`() async throws {
    let same = try await run(Self.rows("a", Self.a) + Self.rows("b", Self.a))
    #expect(same.column("p") == [.real(1)])
    #expect(same.sections[0].notes == ["The two are equal on every question."])
    let one = try await run(Self.rows("a", [5]) + Self.rows("b", [3]))
    #expect(one.column("p") == [.null] && one.column("ci_low") == [.null])
    #expect(one.column("mdd") == [.null])
    #expect(one.sections[0].notes[0].contains("One question tells nothing"))
    let two = try await run(Self.rows("a", [5.5, 6.5]) + Self.rows("b", [4.5, 5.5]))
    #expect(two.column("p") == [.real(0.5)])
    #expect(two.column("ci_low") == [.null] && two.column("mdd") == [.null])
    #expect(two.sections[0].notes[0].contains("the same on every question"))
  }

  @Test func `what shares no board is compared only when that is allowed`() async throws {
    let rows = Self.rows("a", Self.a) + Self.rows("b", Self.b, judge: "k")
    await #expect(throws: IncomparableError.self) { _ = try await run(rows) }
    let report = try await run(rows) { $0.allowsMixed = true }
    #expect(report.column("delta") == [.real(0.5)])
    #expect(report.sections[0].notes.joined().contains("differs in judge (j, k)"))
    let other = Self.rows("a", [1]) + ["b,k,99,1,5,,"]
    await #expect(throws: IncomparableError.self) {
      _ = try await run(other) { $0.allowsMixed = true }
    }
  }

  private struct Missing: Error {}
}
