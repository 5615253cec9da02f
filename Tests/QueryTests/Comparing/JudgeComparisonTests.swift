import Query
import TestSupport
import Testing
import Warehouse

/// The same answers under other judges, and what a design finds.
@Suite(.eachBackend)
struct JudgeComparisonTests {
  private static func rows(
    _ model: String, _ judge: String, _ scores: [Double]
  ) -> [String] {
    scores.enumerated().map { "\(model),\(judge),\($0),1,\($1),," }
  }

  private static let a = [9.0, 8, 7, 6, 10, 5, 8, 9]
  private static let b = [8.0, 8, 6, 6, 9, 6, 7, 8]

  @Test func `by judge, over all models and each`() async throws {
    let store = try await makeStore(
      Self.rows("m", "j", Self.a) + Self.rows("m", "k", Self.b) + Self.rows("n", "j", Self.a)
        + Self.rows("n", "k", Self.a) + Self.rows("o", "j", Self.b))
    let report = try await JudgeComparison(BoardQuery(), by: .judge).run(on: store)
    #expect(report.column("model") == ["all models", "m", "n"].map(Cell.text))
    #expect(report.column("delta") == [.real(0.25), .real(0.5), .real(0)])
    #expect(report.column("judge_a").first == .text("j"))
    #expect(report.column("judge_b").first == .text("k"))
    #expect(report.sections[0].notes.joined().contains("it is not known whether both"))
    var query = BoardQuery()
    query.models = ["m"]
    let one = try await JudgeComparison(query, by: .judge).run(on: store)
    #expect(one.column("model") == ["all models", "m"].map(Cell.text))
  }

  @Test func `by temperature, where it is known to differ`() async throws {
    func file(_ temperature: String, _ scores: [Double]) -> [String] {
      ["model,judge,question_id,turn,score,temperature"]
        + scores.enumerated().map { "m,j,\($0),1,\($1),\(temperature)" }
    }
    let store = try await makeStore(
      [], more: [("cold.csv", file("0", Self.a)), ("warm.csv", file("1", Self.b))])
    let report = try await JudgeComparison(BoardQuery(), by: .temperature).run(on: store)
    guard case .real(let delta)? = report.column("delta").first else { throw Missing() }
    #expect(delta.magnitude == 0.5)
    let error = await #expect(throws: IncomparableError.self) {
      _ = try await JudgeComparison(BoardQuery(), by: .endpoint).run(on: store)
    }
    #expect(error.map { "\($0)" }?.contains("differ in endpoint") == true)
  }

  @Test func `power says what a difference needs`() async throws {
    let store = try await makeStore(Self.rows("a", "j", Self.a) + Self.rows("b", "j", Self.b))
    var query = BoardQuery()
    query.models = ["a", "b"]
    let report = try await PowerReport(query, differences: [0.5]).run(on: store)
    // 7.848880 times the variance 8 SE² over 0.25.
    let variance = 8 * 0.267261 * 0.267261
    #expect(abs(try report.number("variance") - variance) < 1e-5)
    #expect(
      report.column("questions") == [.integer(Int64((7.848880 * variance / 0.25).rounded(.up)))])
    #expect(report.column("repeats") == [.null] && report.column("judges") == [.null])
    // Half the power where the difference is as large as the error times 1.96.
    #expect(abs(try report.number("power") - 0.4645) < 0.001)
    #expect(report.sections[0].notes.joined().contains("No verdict was repeated"))
    await #expect(throws: PowerError.range) {
      _ = try await PowerReport(query, power: 1).run(on: store)
    }
  }

  @Test func `a second judge tells what more judges would help`() async throws {
    let store = try await makeStore(
      Self.rows("a", "j", Self.a) + Self.rows("b", "j", Self.b)
        + Self.rows("a", "k", Self.b) + Self.rows("b", "k", Self.b))
    var query = BoardQuery()
    query.models = ["a", "b"]
    query.judge = nil
    let report = try await PowerReport(query, differences: [0.2]).run(on: store)
    #expect(report.column("variance_judges").first != .null)
    // Two equal models on a board do not vary.
    #expect(report.sections.contains { $0.notes.joined().contains("do not vary") })
  }

  private struct Missing: Error {}
}
