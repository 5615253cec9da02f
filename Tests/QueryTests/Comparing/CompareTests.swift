import Query
import TestSupport
import Testing
import Warehouse

/// Plain differences of models.
@Suite(.eachBackend)
struct CompareTests {
  /// Questions 1 and 10 are math, 2 is stem; b lacks turn 2 of question 2 and has question 3 alone.
  private static let rows = [
    "a,j,1,1,8,math,", "a,j,1,2,4,math,", "a,j,2,1,2,stem,", "a,j,2,2,6,stem,", "a,j,10,1,5,math,",
    "b,j,1,1,6,math,", "b,j,1,2,4,math,", "b,j,2,1,7,stem,", "b,j,10,1,5,math,", "b,j,3,1,9,stem,",
  ]

  private func report(
    _ models: [String], _ rows: [String] = rows, questions: Bool = false,
    _ change: (inout BoardQuery) -> Void = { _ in }
  ) async throws -> Report {
    var query = BoardQuery()
    query.models = models
    change(&query)
    var options = CompareReport.Options()
    options.questions = questions
    return try await CompareReport(query, options).run(on: try await makeStore(rows))
  }

  @Test func `means are over the slots that both have a score in`() async throws {
    let report = try await report(["a", "b"])
    #expect(
      report.column("category") == ["all", "math", "stem", "turn 1", "turn 2"].map(Cell.text))
    #expect(report.column("a").prefix(3) == [.real(19.0 / 4), .real(17.0 / 3), .real(2)])
    #expect(report.column("b").prefix(3) == [.real(22.0 / 4), .real(5), .real(7)])
    #expect(report.column("delta").prefix(3) == [.real(-0.75), .real(2.0 / 3), .real(-5)])
    #expect(report.column("wins").prefix(3) == [.integer(1), .integer(1), .integer(0)])
    #expect(report.column("losses").prefix(3) == [.integer(1), .integer(0), .integer(1)])
    #expect(report.column("ties").prefix(3) == [.integer(1), .integer(1), .integer(0)])
    #expect(report.column("n").prefix(3) == [.integer(3), .integer(2), .integer(1)])
    // One question tells nothing of others.
    #expect(report.column("se")[2] == .null && report.column("p")[2] == .null)
    let section = try #require(report.sections.first)
    #expect(section.subtitle?.hasPrefix("a scores 0.75 lower than b on 3 shared questions") == true)
    #expect(section.notes.joined().contains("2 scores stand on questions or turns"))
  }

  @Test func `each side of a comparison is the negative of the other`() async throws {
    let there = try await report(["a", "b"])
    let back = try await report(["b", "a"])
    #expect(there.column("a") == back.column("b"))
    #expect(there.column("wins") == back.column("losses"))
  }

  @Test func `rows carry every key of the contract`() async throws {
    let keys = """
      benchmark judge protocol mode board model_a model_b category a b delta se ci_low ci_high p \
      p_adjusted mdd wins losses ties n
      """
    #expect(
      try await report(["a", "b"]).columns.map(\.name)
        == keys.split(separator: " ").map(String.init))
  }

  @Test func `questions come behind the categories in their own order`() async throws {
    let report = try await report(["a", "b"], questions: true)
    #expect(
      report.column("question")
        == [.null, .null, .null, .null, .null, .text("1"), .text("2"), .text("10")])
    #expect(report.column("delta").suffix(3) == [.real(1), .real(-5), .real(0)])
    #expect(report.column("category").suffix(3) == ["math", "stem", "math"].map(Cell.text))
  }

  @Test func `the first is compared with each other model, in the order given`() async throws {
    let report = try await report(["b", "c", "a"], Self.rows + ["c,j,1,1,1,math,"])
    #expect(report.sections.count == 2)
    #expect(report.rowsByColumn.map { $0["model_a"] }.allSatisfy { $0 == .text("b") })
    #expect(report.rowsByColumn.first?["model_b"] == .text("c"))
    #expect(report.rowsByColumn.last?["model_b"] == .text("a"))
  }

  @Test func `a category and a turn are parts`() async throws {
    let math = try await report(["a", "b"]) { $0.category = "math" }
    #expect(math.column("category") == [.text("math")])
    #expect(math.column("delta") == [.real(2.0 / 3)])
    let second = try await report(["a", "b"]) { $0.turn = 2 }
    #expect(second.column("n") == [.integer(1), .integer(1)])
  }

  @Test func `models that share no board are refused with what differs`() async throws {
    let error = await failure(["a", "b"], ["a,j,1,1,5,,", "b,k,1,1,5,,"])
    #expect(error is IncomparableError)
    #expect(error.map { "\($0)" }?.contains("judge (j, k)") == true)
    let empty = await failure(["a", "b"], ["a,j,1,1,5,,", "b,j,2,1,5,,"])
    #expect(empty.map { "\($0)" }?.contains("no question and turn has a score of both") == true)
  }

  @Test func `one that shares no board does not hide the others`() async throws {
    let report = try await report(["a", "b", "z"], Self.rows + ["z,other,1,1,5,,"])
    #expect(report.sections.count == 1)
    #expect(report.notes == ["a and z share no board."])
  }

  @Test func `unknown names are refused with the nearest`() async throws {
    let error = await failure(["a1", "b"], ["a12,j,1,1,5,,", "b,j,1,1,5,,"])
    #expect(error as? NameError == .unknown(kind: "model", name: "a1", nearest: "a12"))
  }

  @Test func `answer sets of one name can be compared`() async throws {
    let report = try await report(["b", "a"])
    #expect(report.sections.count == 1)
    let error = await failure(["a", "a@2"], Self.rows)
    #expect(error is IncomparableError)
  }

  private func failure(_ models: [String], _ rows: [String]) async -> (any Error)? {
    do {
      _ = try await report(models, rows)
      return nil
    } catch {
      return error
    }
  }
}

/// Pairs.
@Suite(.eachBackend)
struct ComparePairsTests {
  private static func record(
    _ first: String, _ second: String, _ winner: String, question: Int
  ) -> String {
    #"{"question_id": \#(question), "model_1": "\#(first)", "model_2": "\#(second)", "g1_winner": "\#(winner)", "g2_winner": "\#(winner)", "judge": ["j", "pair-v2"], "turn": 1, "tstamp": 5.5}"#
  }

  private func report(_ lines: [String], _ mode: BoardQuery.Mode? = nil) async throws -> Report {
    let store = try await makeStore([], more: [("b/model_judgment/j_pair.jsonl", lines)])
    var query = BoardQuery()
    query.models = ["A", "B"]
    query.mode = mode
    return try await CompareReport(query).run(on: store)
  }

  @Test func `games against each other count where there are any`() async throws {
    let report = try await report([
      Self.record("A", "B", "model_1", question: 1), Self.record("B", "A", "model_1", question: 2),
      Self.record("A", "B", "tie", question: 3), Self.record("A", "B", "model_1", question: 4),
      Self.record("A", "C", "model_2", question: 1), Self.record("B", "C", "model_1", question: 1),
    ])
    #expect(report.column("a") == [.real(0.625)])
    #expect(report.column("b") == [.real(0.375)])
    #expect(report.column("wins") == [.integer(2)])
    #expect(report.column("losses") == [.integer(1)])
    #expect(report.column("ties") == [.integer(1)])
    #expect(report.sections[0].subtitle?.hasPrefix("A wins 62.5% of its games against B") == true)
  }

  @Test(arguments: [nil, BoardQuery.Mode.pairwiseBaseline])
  func `those that never met are compared by the same opponents`(
    mode: BoardQuery.Mode?
  ) async throws {
    let report = try await report(
      [
        Self.record("A", "C", "model_1", question: 1),
        Self.record("B", "C", "model_2", question: 1),
        Self.record("A", "C", "tie", question: 2), Self.record("B", "C", "model_1", question: 3),
      ], mode)
    #expect(report.column("a") == [.real(1)])
    #expect(report.column("b") == [.real(0)])
    #expect(report.column("n") == [.integer(1)])
    #expect(report.sections[0].subtitle?.contains("against the same opponents") == true)
  }
}
