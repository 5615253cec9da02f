import Query
import TestSupport
import Testing
import Warehouse

/// Ratings and win rates of boards of pairs.
@Suite(.eachBackend)
struct RatingTests {
  private static func record(_ a: String, _ b: String, _ winner: String, _ question: Int) -> String
  {
    #"{"question_id": \#(question), "model_1": "\#(a)", "model_2": "\#(b)", "g1_winner": "\#(winner)", "g2_winner": "\#(winner)", "judge": ["j", "pair-v2"], "turn": 1, "tstamp": 5.5}"#
  }

  /// The worked example of the article on the model: 22 games, each of its own question.
  private static let example: [String] = {
    let games = [
      ("A", "B", 2), ("B", "A", 3), ("A", "D", 1), ("D", "A", 4), ("B", "C", 5), ("C", "B", 3),
      ("C", "D", 1), ("D", "C", 3),
    ]
    return games.flatMap { winner, loser, count in
      (0..<count).map { _ in (winner, loser) }
    }
    .enumerated().map { record($1.0, $1.1, "model_1", $0) }
  }()

  private func run(
    _ lines: [String], _ change: (inout LeaderboardReport.Options) -> Void = { _ in }
  ) async throws -> Report {
    var options = LeaderboardReport.Options()
    options.ratings = true
    change(&options)
    let store = try await makeStore([], more: [("b/model_judgment/j_pair.jsonl", lines)])
    return try await LeaderboardReport(BoardQuery(), options).run(on: store)
  }

  @Test func `the worked example`() async throws {
    let report = try await run(Self.example)
    #expect(report.column("model") == ["D", "B", "C", "A"].map(Cell.text))
    #expect(report.column("rank") == (1...4).map { Cell.integer($0) })
    for (cell, expected) in zip(report.column("rating"), [1142.439, 1007.366, 927.768, 922.427]) {
      guard case .real(let value) = cell else { throw Missing() }
      #expect(abs(value - expected) < 5e-4)
    }
    #expect(try report.number("rating_low") < 1142 && report.number("rating_high") > 1143)
    #expect(report.sections[0].notes.joined().contains("from the sandwich"))
  }

  @Test func `an anchor is fixed and drawings name their seed`() async throws {
    let report = try await run(Self.example) {
      $0.anchor = "A"
      $0.centre = 1200
      $0.rounds = 200
      $0.seed = 7
    }
    #expect(report.column("rating").last == .real(1200))
    #expect(report.column("rating_low").last == .real(1200))
    #expect(report.sections[0].notes.joined().contains("200 drawings with seed 7"))
    let again = try await run(Self.example) {
      $0.anchor = "A"
      $0.centre = 1200
      $0.rounds = 200
      $0.seed = 7
    }
    #expect(again.column("rating_high") == report.column("rating_high"))
    await #expect(throws: RatingError.anchor("Z")) {
      _ = try await run(Self.example) { $0.anchor = "Z" }
    }
  }

  @Test func `who won everything and who met nobody are named`() async throws {
    let more =
      Self.example + [Self.record("S", "A", "model_1", 50), Self.record("S", "D", "model_1", 51)]
      + [Self.record("X", "Y", "model_1", 52), Self.record("Y", "X", "model_1", 53)]
    let report = try await run(more)
    let notes = report.sections[0].notes.joined(separator: "\n")
    #expect(notes.contains("S won or lost every game"))
    #expect(notes.contains("No games connect these groups"))
    let row = report.rowsByColumn.first { $0["model"] == .text("S") }
    #expect(row?["rating_low"] == .null)
    #expect(row?["rating"] != .null)
  }

  @Test func `all ties are equals`() async throws {
    let report = try await run((0..<10).map { Self.record("A", "B", "tie", $0) })
    #expect(report.column("rating") == [.real(1000), .real(1000)])
    #expect(report.column("group") == [.text("a"), .text("a")])
  }

  @Test func `boards of single answers have no ratings`() async throws {
    var options = LeaderboardReport.Options()
    options.ratings = true
    let store = try await makeStore(["m,j,1,1,7,,"])
    await #expect(throws: RatingError.noPairs) {
      _ = try await LeaderboardReport(BoardQuery(), options).run(on: store)
    }
  }

  @Test func `errors of pairs are shares for people, beside boards of scores too`() async throws {
    let store = try await makeStore(
      ["m,j,1,1,7,,", "m,j,2,1,8,,"], more: [("b/model_judgment/j_pair.jsonl", Self.example)])
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    let text = TextRenderer(style: TextStyle()).text(of: report)
    let row = text.split(separator: "\n").first { $0.contains("  D  ") } ?? ""
    #expect(row.split(separator: " ").count { $0.hasSuffix("%") } == 5)
  }

  @Test func `win rates have intervals within 0 and 1, all wins too`() async throws {
    let report = try await run((0..<30).map { Self.record("A", "B", "model_1", $0) }) {
      $0.ratings = false
    }
    #expect(report.column("win_rate_adjusted") == [.real(1), .real(0)])
    #expect(report.column("ci_high").first == .real(1))
    #expect(abs(try report.number("ci_low") - (1 - 0.113513)) < 5e-7)
    #expect(report.column("group") == [.text("a"), .text("b")])
  }

  private struct Missing: Error {}
}

/// Boards by what their models have in common.
@Suite(.eachBackend)
struct GroupReportTests {
  private func store(_ tags: [(String, String)]) async throws -> Store {
    let seeds = ["a1", "a2", "a3", "b1", "b2", "x"]
    let rows = seeds.enumerated().flatMap { number, model in
      (0..<20).map { "\(model),j,\($0),1,\(Double(($0 + number) % 5) + (model < "b" ? 4 : 2)),," }
    }
    let store = try await makeStore(rows)
    for (model, method) in tags {
      try await store.tag(model, "method", method)
    }
    return store
  }

  @Test func `a row for each value, counted over models`() async throws {
    let store = try await store([
      ("a1", "ours"), ("a2", "ours"), ("a3", "ours"), ("b1", "theirs"), ("b2", "theirs"),
    ])
    let report = try await GroupReport(BoardQuery(), tag: "method").run(on: store)
    #expect(report.column("value") == [.text("ours"), .text("theirs")])
    #expect(report.column("models") == [.integer(3), .integer(2)])
    #expect(report.column("rank") == [.integer(1), .integer(2)])
    #expect(report.column("n") == [.integer(60), .integer(40)])
    #expect(report.sections[0].notes.joined().contains("1 model has no tag method"))
    await #expect(throws: NameError.unknown(kind: "tag", name: "methd", nearest: "method")) {
      _ = try await GroupReport(BoardQuery(), tag: "methd").run(on: store)
    }
  }

  @Test func `one model a group compares checkpoints`() async throws {
    let store = try await store([("a1", "ours"), ("b1", "theirs")])
    let report = try await GroupReport(BoardQuery(), tag: "method").run(on: store)
    #expect(report.column("spread") == [.null, .null])
    #expect(report.sections[0].notes.joined().contains("compares checkpoints, not methods"))
  }
}

extension Store {
  /// Tags a model.
  fileprivate func tag(_ model: String, _ name: String, _ value: String) async throws {
    let target = try await TargetFinder().targets(.model, model, on: self)[0]
    _ = try await state(
      [StatementDraft(.tag, .model, target.key, name: name, value: value)], author: "tests",
      reason: "a test")
  }
}
