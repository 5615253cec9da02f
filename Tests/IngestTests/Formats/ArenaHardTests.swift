import Foundation
import Ingest
import Query
import Statistics
import Storage
import TestSupport
import Testing
import Warehouse

/// Arena-Hard's files in both layouts.
@Suite(.eachBackend)
struct ArenaHardTests {
  private func store(_ files: [(String, [String])]) async throws -> (Store, ImportSummary) {
    let folder = try TemporaryFolder.current
    var paths: [String] = []
    for (name, lines) in files {
      let url = URL(filePath: folder.file(name))
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(lines.joined(separator: "\n").utf8).write(to: url)
      paths.append(url.path)
    }
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    return (store, try await Importer(store).run(paths, Importer.Options(person: "tests")))
  }

  private static func games(_ first: String, _ second: String) -> String {
    #"[{"score": \#(first), "judgment": {"answer": "x"}, "prompt": []}, {"score": \#(second), "judgment": {"answer": "y"}, "prompt": []}]"#
  }

  /// The worked example: 14 weighted games, 0.8214286.
  private static let judgments = [
    games("\"B>>A\"", "\"A>B\""), games("\"A>B\"", "\"A>>B\""), games("\"A=B\"", "\"B>A\""),
    games("\"B>A\"", "\"A>>B\""),
  ].enumerated().map {
    #"{"uid": "q\#($0)", "category": "c", "judge": "j", "model": "m", "baseline": "base", "games": \#($1)}"#
  }

  @Test func `the worked example, with an interval that names its seed`() async throws {
    let (store, _) = try await store([("ah/model_judgment/j/m.jsonl", Self.judgments)])
    let report = try await ArenaHardReport(BoardQuery(), rounds: 300, seed: 5).run(on: store)
    let row = report.sections[0].rows[0].cells
    let cells = Dictionary(uniqueKeysWithValues: zip(report.columns.map(\.name), row))
    guard case .real(let score)? = cells["score"] else { throw Missing() }
    #expect(abs(score - 0.8214286) < 5e-8)
    #expect(cells["n"] == .integer(14) && cells["questions"] == .integer(4))
    #expect(cells["model"] == .text("m") && cells["failed"] == .integer(0))
    #expect(report.sections[0].notes[0].contains("300 drawings of the questions with seed 5"))
  }

  @Test func `both layouts say the same of questions and answers`() async throws {
    let (store, summary) = try await store([
      (
        "old/question.jsonl",
        [#"{"question_id": "q", "category": "c", "cluster": "k", "turns": [{"content": "why?"}]}"#]
      ),
      (
        "new/question.jsonl",
        [#"{"uid": "q", "category": "c", "subcategory": "k", "prompt": "why?"}"#]
      ),
      (
        "old/model_answer/short.jsonl",
        [
          #"{"question_id": "q", "answer_id": "a", "model_id": "org/m", "choices": [{"index": 0, "turns": [{"content": "so", "token_len": 1}]}], "tstamp": 5.5}"#
        ]
      ),
      (
        "new/model_answer/short.jsonl",
        [
          #"{"uid": "q", "ans_id": "a", "model": "org/m", "messages": [{"role": "user", "content": "why?"}, {"role": "assistant", "content": {"answer": "so"}}], "tstamp": 5.5}"#
        ]
      ),
    ])
    #expect(summary.files.map(\.rejected).reduce(0, +) == 0)
    let texts = try await store.database.read { connection in
      try connection.all(
        """
        SELECT m.name, t.content FROM answers a JOIN answer_records r ON r.record_id = a.record_id
        JOIN models m ON m.id = r.model_id JOIN texts t ON t.id = a.text_id
        """
      ) { [try $0.text(0), try $0.text(1)] }
    }
    #expect(texts == [["org/m", "so"], ["org/m", "so"]])
    let turns = try await store.database.read { connection in
      try connection.all(
        "SELECT t.content FROM question_turns q JOIN texts t ON t.id = q.text_id"
      ) { try $0.text(0) }
    }
    #expect(turns == ["why?", "why?"])
  }

  @Test func `a game without a verdict has no score, and odd ones are rejects`() async throws {
    let (store, summary) = try await store([
      (
        "ah/model_judgment/j/m.jsonl",
        [
          #"{"uid": "1", "judge": "j", "model": "m", "baseline": "b", "games": \#(Self.games("null", "\"A>B\""))}"#,
          #"{"uid": "2", "judge": "j", "model": "m", "baseline": "b", "games": \#(Self.games("\"A>C\"", "\"A>B\""))}"#,
          #"{"uid": "3", "judge": "j", "model": "m", "baseline": "m", "games": []}"#,
        ]
      )
    ])
    #expect(summary.files.map(\.rejected).reduce(0, +) == 2)
    let report = try await ArenaHardReport(BoardQuery()).run(on: store)
    let cells = Dictionary(
      uniqueKeysWithValues: zip(report.columns.map(\.name), report.sections[0].rows[0].cells))
    #expect(cells["failed"] == .integer(1) && cells["n"] == .integer(1))
    // One question has no interval.
    #expect(cells["ci_low"] == .null)
  }

  @Test func `equal battles each count, and importing them again adds none`() async throws {
    let row = #"{"question_id": 0, "model_a": "x", "model_b": "y", "winner": "model_b"}"#
    let (store, _) = try await store([
      ("battles.jsonl", [row, row, row, row.replacing("model_b\"}", with: "tie\"}")])
    ])
    let folder = try TemporaryFolder.current
    _ = try await Importer(store).run(
      [folder.file("battles.jsonl")], Importer.Options(person: "tests"))
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    let rows = report.sections[0].rows.map {
      Dictionary(uniqueKeysWithValues: zip(report.columns.map(\.name), $0.cells))
    }
    #expect(rows.map { $0["model"] } == [.text("y"), .text("x")])
    #expect(rows[0]["win"] == .integer(3) && rows[0]["tie"] == .integer(1))
  }

  private struct Missing: Error {}
}

/// The shared files, against what was computed from them elsewhere.
@Suite(.enabled(if: RealFiles.areThere), .eachBackend)
struct RealArenaHardTests {
  private func store(_ path: String) async throws -> Store {
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let summary = try await Importer(store).run(
      [RealFiles.path(path)], Importer.Options(person: "tests"))
    #expect(summary.files.map(\.rejected).reduce(0, +) == 0)
    return store
  }

  @Test func `counts of every verdict by game, and the weighted win rate`() async throws {
    let store = try await store("arena_hard/v0.1-old")
    let expected = try #require(RealFiles.table("arena_hard").first)
    // Their game 1 has the baseline as A, ours as the second.
    let games = try await store.database.read { connection in
      try connection.all("SELECT game, winner, score FROM judgments") { row in
        (game: 3 - (try row.int(0)), winner: row.optionalText(1), weight: row.optionalReal(2))
      }
    }
    #expect(games.count == Int(expected["games"] ?? ""))
    for game in 1...2 {
      for verdict in ["A>>B", "A>B", "A=B", "B>A", "B>>A", "None"] {
        let count = games.count { found in
          guard found.game == game else { return false }
          guard let winner = found.winner else { return verdict == "None" }
          let isModelA = game == 2
          let better = winner == "tie" ? "=" : (winner == "model") == isModelA ? "A" : "B"
          let mark = found.weight == 3 ? ">>" : ">"
          return verdict
            == (better == "=" ? "A=B" : better == "A" ? "A\(mark)B" : "B\(mark)A")
        }
        #expect(count == Int(expected["game\(game)_\(verdict)"] ?? ""), "game \(game) \(verdict)")
      }
    }
    let report = try await ArenaHardReport(BoardQuery(), rounds: 200).run(on: store)
    let cells = Dictionary(
      uniqueKeysWithValues: zip(report.columns.map(\.name), report.sections[0].rows[0].cells))
    guard case .real(let score)? = cells["score"] else {
      Issue.record("no score")
      return
    }
    #expect(abs(score - (Double(expected["weighted_win_rate"] ?? "") ?? .nan)) < 5e-11)
    #expect(cells["failed"] == .integer(8))
    #expect(cells["model"] == .text("jondurbin/bagel-8b-v1.0"))
  }

  @Test func `battles by pair of models, and no line is lost`() async throws {
    let store = try await store("arena_hard/battles")
    for row in try RealFiles.table("arena_battles") {
      let counts = try await store.database.read { connection in
        try connection.all(
          """
          SELECT coalesce(j.winner, ''), count(*) FROM judgments j
          JOIN models a ON a.id = j.model_id JOIN models b ON b.id = j.opponent_id
          WHERE a.name = $1 AND b.name = $2 GROUP BY j.winner
          """, [.text(row["model_a"] ?? ""), .text(row["model_b"] ?? "")]
        ) { (winner: try $0.text(0), count: try $0.int(1)) }
      }
      func count(_ winner: String) -> String {
        "\(counts.first { $0.winner == winner }?.count ?? 0)"
      }
      #expect(count("model") == row["winner_model_a"])
      #expect(count("opponent") == row["winner_model_b"])
      #expect(count("tie") == row["winner_tie"])
      #expect("\(counts.map(\.count).reduce(0, +))" == row["rows"])
    }
    // Every battle counts on the board too.
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    let index = try #require(report.columns.firstIndex { $0.name == "n" })
    let games = report.sections[0].rows.map { row -> Int in
      if case .integer(let n) = row.cells[index] { Int(n) } else { 0 }
    }
    let both = 2 * (460 + 420 + 468)
    #expect(games.reduce(0, +) == both)
  }

  @Test func `both layouts of the shared answers come in whole`() async throws {
    for folder in ["arena_hard/v0.1", "arena_hard/v0.1-old"] {
      let store = try await store(folder)
      let counts = try await store.database.read { connection in
        try ["questions", "answer_records"].map { table in
          try connection.first("SELECT count(*) FROM \(table)") { try $0.int(0) } ?? 0
        }
      }
      #expect(counts == [500, folder.hasSuffix("old") ? 1000 : 500])
    }
  }
}
