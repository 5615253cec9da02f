import Query
import TestSupport
import Testing
import Warehouse

/// Pairs: who wins, and against whom.
@Suite(.eachBackend)
struct PairwiseTests {
  /// The eight rows of FastChat's counting rule, A being model_1.
  static let rows = [
    ("model_1", "model_1"), ("model_1", "model_2"), ("tie", "tie"), ("tie", "model_1"),
    ("model_1", "tie"), ("error", "model_1"), ("model_2", "model_2"), ("model_1", "model_1"),
  ]

  private static func record(
    _ first: String, _ second: String, _ winners: (String, String), question: Int
  ) -> String {
    #"{"question_id": \#(question), "model_1": "\#(first)", "model_2": "\#(second)", "g1_winner": "\#(winners.0)", "g2_winner": "\#(winners.1)", "judge": ["j", "pair-v2"], "turn": 1, "tstamp": 5.5}"#
  }

  @Test(arguments: BoardQuery.Reading.allCases)
  func `wins, losses and ties are counted as FastChat counts them`(
    reading: BoardQuery.Reading
  ) async throws {
    let lines = Self.rows.enumerated().map { Self.record("A", "B", $1, question: $0) }
    let store = try await makeStore([], more: [("b/model_judgment/j_pair.jsonl", lines)])
    var query = BoardQuery()
    query.reading = reading
    let report = try await LeaderboardReport(query).run(on: store)
    #expect(report.column("model") == [.text("A"), .text("B")])
    #expect(report.column("win") == [.integer(2), .integer(1)])
    #expect(report.column("loss") == [.integer(1), .integer(2)])
    #expect(report.column("tie") == [.integer(4), .integer(4)])
    #expect(report.column("win_rate") == [.real(2.0 / 7), .real(1.0 / 7)])
    #expect(report.column("win_rate_adjusted") == [.real(4.0 / 7), .real(3.0 / 7)])
    #expect(report.column("failed") == [.integer(1), .integer(1)])
  }

  @Test func `against a baseline only its pairs count, and it has no row`() async throws {
    let lines = [
      Self.record("A", "base", ("model_1", "model_1"), question: 1),
      Self.record("base", "B", ("model_1", "model_1"), question: 1),
      Self.record("A", "B", ("model_2", "model_2"), question: 1),
    ]
    let store = try await makeStore([], more: [("b/model_judgment/j_pair.jsonl", lines)])
    var query = BoardQuery()
    query.mode = .pairwiseBaseline
    await #expect(throws: BaselineError.self) {
      try await LeaderboardReport(query).run(on: store)
    }
    query.baseline = "base"
    for reading in BoardQuery.Reading.allCases {
      query.reading = reading
      let report = try await LeaderboardReport(query).run(on: store)
      #expect(report.column("model") == [.text("A"), .text("B")])
      #expect(report.column("win") == [.integer(1), .integer(0)])
      #expect(report.column("n") == [.integer(1), .integer(1)])
      #expect(report.column("mode") == [.text("pairwise-baseline"), .text("pairwise-baseline")])
    }
  }

  @Test func `a single game has its own winner, and a vote is a person's`() async throws {
    let store = try await makeStore(
      [],
      more: [
        (
          "b/votes.jsonl",
          [
            #"{"question_id": 1, "model_a": "A", "model_b": "B", "winner": "model_b", "judge": "expert_1", "turn": 1}"#
          ]
        )
      ])
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    #expect(report.column("model") == [.text("B"), .text("A")])
    #expect(report.column("win") == [.integer(1), .integer(0)])
    #expect(report.column("judge") == [.text("expert_1"), .text("expert_1")])
  }
}
