import Query
import TestSupport
import Testing
import Warehouse

/// Ranking: order, ties, parts of a board, rows that lack something.
@Suite(.eachBackend)
struct LeaderboardTests {
  /// Two questions of two turns, their texts known, so that four verdicts are expected.
  static let questions = [
    (
      "b/question.jsonl",
      [
        #"{"question_id": 1, "category": "math", "turns": ["a", "b"]}"#,
        #"{"question_id": 2, "category": "stem", "turns": ["c", "d"]}"#,
      ]
    )
  ]

  @Test func `equal scores share a rank and stand in order of name`() async throws {
    let store = try await makeStore(["b,j,1,1,5,,", "a,j,1,1,5,,", "c,j,1,1,4,,", "d,j,1,1,6,,"])
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    #expect(report.column("model") == ["d", "a", "b", "c"].map(Cell.text))
    #expect(report.column("rank") == [1, 2, 2, 4].map { Cell.integer($0) })
  }

  @Test func `a row that lacks verdicts stands unranked below, unless partial rows are ranked`()
    async throws
  {
    let store = try await makeStore(
      [
        "low,j,1,1,1,,", "low,j,1,2,1,,", "low,j,2,1,1,,", "low,j,2,2,1,,", "high,j,1,1,9,,",
        "high,j,1,2,,,",
      ],
      more: Self.questions)
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    #expect(report.column("model") == [.text("low"), .text("high")])
    #expect(report.column("rank") == [.integer(1), .null])
    #expect(report.column("partial") == [.boolean(false), .boolean(true)])
    #expect(report.column("failed") == [.integer(0), .integer(1)])
    #expect(report.sections[0].notes.joined().contains("--partial"))
    var query = BoardQuery()
    query.ranksPartial = true
    let ranked = try await LeaderboardReport(query).run(on: store)
    #expect(ranked.column("model") == [.text("high"), .text("low")])
    #expect(ranked.column("rank") == [.integer(1), .integer(2)])
  }

  @Test func `common slots alone are compared where that is asked for`() async throws {
    let store = try await makeStore(
      ["x,j,1,1,8,,", "x,j,2,1,2,,", "y,j,1,1,6,,", "y,j,3,1,10,,"])
    var query = BoardQuery()
    query.common = true
    let report = try await LeaderboardReport(query).run(on: store)
    #expect(report.column("model") == [.text("x"), .text("y")])
    #expect(report.column("score") == [.real(8), .real(6)])
    #expect(report.column("n") == [.integer(1), .integer(1)])
  }

  @Test func `a category and a turn are parts of the board`() async throws {
    let store = try await makeStore(
      ["x,j,1,1,8,,", "x,j,1,2,4,,", "x,j,2,1,2,,", "x,j,2,2,6,,"], more: Self.questions)
    var query = BoardQuery()
    query.category = "math"
    let math = try await LeaderboardReport(query).run(on: store)
    #expect(math.column("score") == [.real(6)])
    #expect(math.column("expected") == [.integer(2)])
    query.turn = 2
    let second = try await LeaderboardReport(query).run(on: store)
    #expect(second.column("score") == [.real(4)])
    #expect(second.column("expected") == [.integer(1)])
    #expect(second.column("turn_1") == [.null])
  }

  @Test func `the error is clustered by question`() async throws {
    // Miller's example: clusters [1,1], [0,0], [1,0], [1,1] give 0.239357 with the correction.
    let scores = [[1, 1], [0, 0], [1, 0], [1, 1]]
    let rows = scores.enumerated().flatMap { question, turns in
      turns.enumerated().map { "m,j,\(question),\($0 + 1),\($1),," }
    }
    let report = try await LeaderboardReport(BoardQuery()).run(on: try await makeStore(rows))
    guard case .real(let error)? = report.column("se").first else {
      Issue.record("no error")
      return
    }
    #expect(abs(error - 0.239357) < 5e-7)
    #expect(report.column("score") == [.real(0.625)])
  }

  @Test func `the last scored judgment of a slot counts, a failure behind it does not`()
    async throws
  {
    let store = try await makeStore(["m,j,1,1,3,,10", "m,j,1,1,7,,20", "m,j,1,1,,,30"])
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    #expect(report.column("score") == [.real(7)])
    #expect(report.column("n") == [.integer(1)])
    #expect(report.column("failed") == [.integer(0)])
    var query = BoardQuery()
    query.reading = .fastchat
    #expect(try await LeaderboardReport(query).run(on: store).column("score") == [.real(5)])
  }

  @Test func `two judges are two boards, and so is an unknown part beside a known one`()
    async throws
  {
    let header = "model,judge,question_id,turn,score,temperature"
    let store = try await makeStore(
      ["m,j,1,1,3,,", "m,k,1,1,4,,"],
      more: [("warm.csv", [header, "m,j,1,1,5,0"])])
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    #expect(report.sections.count == 3)
    #expect(Set(report.column("board").map { "\($0)" }).count == 3)
    var query = BoardQuery()
    query.judge = "k"
    #expect(try await LeaderboardReport(query).run(on: store).column("score") == [.real(4)])
  }

  @Test func `-1 in figures is no score unless the row says that it is`() async throws {
    let store = try await makeStore(
      ["m,j,1,1,-1,,", "m,j,2,1,8,,"],
      more: [("meant.csv", ["model,judge,question_id,turn,score,outcome", "n,j,1,1,-1,scored"])])
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    #expect(report.column("score") == [.real(8), .real(-1)])
    #expect(report.column("failed") == [.integer(1), .integer(0)])
  }

  @Test func `failures are counted in the part that is asked for`() async throws {
    let store = try await makeStore(
      ["m,j,1,1,8,math,", "m,j,2,1,,stem,"], more: Self.questions)
    var query = BoardQuery()
    query.category = "math"
    let report = try await LeaderboardReport(query).run(on: store)
    #expect(report.column("failed") == [.integer(0)])
  }

  @Test func `a judge of that name with another digest is unknown`() async throws {
    let store = try await makeStore(["m,j,1,1,8,,"])
    var query = BoardQuery()
    query.judge = "j@zz"
    await #expect(throws: NameError.unknown(kind: "judge", name: "j@zz", nearest: nil)) {
      try await LeaderboardReport(query).run(on: store)
    }
  }

  @Test func `grades stand only where all scores lie in 1 to 10`() async throws {
    let good = try await makeStore(["m,j,1,1,8,,", "n,j,1,1,4.5,,"])
    let report = try await LeaderboardReport(BoardQuery()).run(on: good)
    #expect(report.column("grade") == [.text("Excellent"), .text("Needs improvement")])
    let other = try await makeStore(["m,j,1,1,80,,"])
    #expect(try await LeaderboardReport(BoardQuery()).run(on: other).column("grade") == [.null])
  }

  @Test func `an empty store has no rows and says so`() async throws {
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    #expect(report.sections.isEmpty)
    #expect(TextRenderer(style: TextStyle()).text(of: report).contains("no rows"))
    #expect(try await CategoriesReport(BoardQuery()).runAsGrid(on: store).sections.isEmpty)
  }

  @Test func `unknown names are refused with the nearest one`() async throws {
    let store = try await makeStore(["vicuna,j,1,1,8,math,"])
    var query = BoardQuery()
    query.models = ["vicunna"]
    await #expect(throws: NameError.unknown(kind: "model", name: "vicunna", nearest: "vicuna")) {
      try await LeaderboardReport(query).run(on: store)
    }
    query.models = []
    query.category = "mth"
    await #expect(throws: NameError.unknown(kind: "category", name: "mth", nearest: "math")) {
      try await LeaderboardReport(query).run(on: store)
    }
  }
}
