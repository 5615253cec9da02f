import Foundation
import Query
import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// The files of real runs, against figures that other programs computed from them.
@Suite(.eachBackend, .enabled(if: RealFiles.areThere))
struct RealFilesTests {
  @Test func `single scores read as FastChat reads them`() async throws {
    let store = try await makeStore()
    try await store.importing([RealFiles.path("fastchat")])
    for turn in [nil, 1, 2] {
      let rows = try await store.leaderboard {
        $0.reading = .fastchat
        $0.mode = .single
        $0.turn = turn
      }
      let expected = try RealFiles.table("fastchat_single").filter {
        $0["turn"] == turn.map { "\($0)" } ?? "all"
      }
      #expect(rows.count == expected.count)
      for figure in expected {
        let row = try #require(rows.first { $0.matches(figure) })
        #expect(row["score"]?.number.map(nineDigits) == figure["mean_all_rows"].map(nineDigits))
        let scored = try #require(figure["rows"].flatMap { Int($0) })
        let failed = try #require(figure["minus1_rows"].flatMap { Int($0) })
        #expect(row["n"] == .integer(Int64(scored - failed)))
      }
    }
  }

  @Test func `category scores read as FastChat reads them`() async throws {
    let store = try await makeStore()
    try await store.importing([RealFiles.path("fastchat")])
    var query = BoardQuery()
    query.reading = .fastchat
    query.mode = .single
    let rows = try await CategoriesReport(query).run(on: store).rowsByColumn
    let expected = try RealFiles.table("fastchat_single_category")
    for figure in expected {
      let row = try #require(
        rows.first { $0.matches(figure) && $0["category"]?.string == figure["category"] })
      #expect(row["score"]?.number.map(nineDigits) == figure["mean_all_rows"].map(nineDigits))
      #expect(row["n"]?.number == figure["scored_rows"].flatMap(Double.init))
    }
    #expect(rows.filter { $0["benchmark"] == .text("mt_bench") }.count == expected.count)
  }

  @Test func `pairs read as FastChat reads them`() async throws {
    let store = try await makeStore()
    try await store.importing([RealFiles.path("fastchat")])
    for reading in BoardQuery.Reading.allCases {
      let rows = try await store.leaderboard {
        $0.reading = reading
        $0.mode = .pairwiseAll
      }
      for figure in try RealFiles.table("fastchat_pair") {
        let row = try #require(rows.first { $0.matches(figure) })
        for name in ["win", "loss", "tie"] {
          #expect(row[name]?.number == figure[name].flatMap(Double.init))
        }
        for name in ["win_rate", "win_rate_adjusted"] {
          #expect(row[name]?.number.map(nineDigits) == figure[name].map(nineDigits))
        }
      }
    }
  }

  @Test func `a retry replaces the failed row and nothing else`() async throws {
    let store = try await makeStore()
    try await store.importing([RealFiles.path("fastchat/forks/dreaming-panda")])
    let name = "Meta-Llama-3-8B-Instruct-Normal"
    let canonical = try await store.leaderboard { $0.models = [name] }
    #expect(canonical.first?["score"] == .real(7.76875))
    #expect(canonical.first?["n"] == .integer(160))
    let compatible = try await store.leaderboard {
      $0.models = [name]
      $0.reading = .fastchat
    }
    #expect(compatible.first?["score"]?.number.map(nineDigits) == "7.84337349")
    #expect(compatible.first?["n"] == .integer(166))
  }

  @Test func `one name with two answer sets shows the second, never a mixture`() async throws {
    let store = try await makeStore()
    try await store.importing([RealFiles.path("fastchat/mt_bench")])
    let row = try #require(try await store.leaderboard { $0.models = ["mistral-orpo"] }.first)
    #expect(row["score"] == .real(6.328125))
    #expect(row["n"] == .integer(160))
    #expect(row["answer_set"] == .integer(2))
    #expect(row["partial"] == .boolean(false))
    let first = try #require(try await store.leaderboard { $0.models = ["mistral-orpo@1"] }.first)
    #expect(first["score"]?.number.map(nineDigits) == "5.38679245")
    #expect(first["n"] == .integer(159))
    #expect(first["answer_set"] == .integer(1))
    let compatible = try await store.leaderboard {
      $0.models = ["mistral-orpo"]
      $0.reading = .fastchat
    }
    #expect(compatible.first?["score"]?.number.map(nineDigits) == "5.85893417")
  }

  /// Without answers nothing but the prompts tells the sets apart.
  @Test(arguments: [true, false])
  func `a second set that is cut short is partial`(withAnswers: Bool) async throws {
    let path = RealFiles.path("fastchat/mt_bench/model_judgment/gpt-4_single.jsonl")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(
      String.init)
    let rows = lines.indices.filter { lines[$0].contains("\"model\": \"mistral-orpo\"") }
    let dropped = Set(rows.suffix(64))
    let kept = lines.indices.filter { !dropped.contains($0) }.map { lines[$0] }
    let judgments = try write(kept, to: "mt_bench/model_judgment/gpt-4_single.jsonl")
    let store = try await makeStore()
    try await store.importing([RealFiles.path("fastchat/mt_bench/question.jsonl"), judgments])
    if withAnswers {
      try await store.importing(
        ["judge_prompts.jsonl", "reference_answer", "model_answer"].map {
          RealFiles.path("fastchat/mt_bench/\($0)")
        })
    }
    let row = try #require(try await store.leaderboard { $0.models = ["mistral-orpo"] }.first)
    #expect(row["score"]?.number.map(nineDigits) == "6.41666667")
    #expect(row["n"] == .integer(96))
    #expect(row["expected"] == .integer(160))
    #expect(row["partial"] == .boolean(true))
    #expect(row["rank"] == .null)
  }

  /// The first set alone, as the file was before the second was judged.
  @Test func `the earlier answer set by itself`() async throws {
    let path = RealFiles.path("fastchat/mt_bench/model_judgment/gpt-4_single.jsonl")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(
      String.init)
    let rows = lines.filter { $0.contains("\"model\": \"mistral-orpo\"") }
    let store = try await makeStore()
    try await store.importing(
      [try write(Array(rows.prefix(160)), to: "mt_bench/model_judgment/gpt-4_single.jsonl")])
    let row = try #require(try await store.leaderboard().first)
    #expect(row["score"]?.number.map(nineDigits) == "5.38679245")
    #expect(row["n"] == .integer(159))
    #expect(row["failed"] == .integer(1))
  }

  @Test func `a file and its longer successor share their rows`() async throws {
    let path = RealFiles.path(
      "fastchat/forks/dreaming-panda/mt_bench/model_judgment/gpt-4_single-origin.jsonl")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(
      String.init)
    let store = try await makeStore()
    let name = "mt_bench/model_judgment/gpt-4_single.jsonl"
    let first = try await store.importing([try write(Array(lines.prefix(200)), to: name)])
    #expect(first.totals == (200, 0, 0))
    let second = try await store.importing([try write(lines, to: name)])
    #expect(second.totals == (130, 200, 0))
    let judgments = try await store.contentDigest().first { $0.table == "judgments" }
    #expect(judgments?.rowCount == 330)
  }

  /// Figures reduced from a file tell no answers apart beside the file itself.
  @Test func `figures beside their own files change no board`() async throws {
    let store = try await makeStore()
    try await store.importing([RealFiles.path("fastchat")])
    func rows() async throws -> [[String: Cell]] {
      try await store.leaderboard { $0.benchmark = "mt_bench" }
    }
    let before = try await rows()
    try await store.importing([Repository.root + "/Examples/mt_bench_figures"])
    let after = try await rows()
    for name in ["model", "score", "n", "answer_set", "rank"] {
      #expect(after.map { $0[name] } == before.map { $0[name] })
    }
  }

  @Test func `most prompts are rebuilt from their parts`() async throws {
    let store = try await makeStore()
    try await store.importing([RealFiles.path("fastchat")])
    let digest = try await store.contentDigest().first { $0.table == "prompts" }
    #expect(digest?.rowCount == 2_190)
    let note = try await StatusReport().run(on: store).notes.joined()
    #expect(note.contains("470 of 2,190 judge prompts"))
  }
}

/// A figure at nine significant digits, however it was spelled.
private func nineDigits(_ text: String) -> String { Double(text).map(nineDigits) ?? text }

private func nineDigits(_ value: Double) -> String { String(format: "%.9g", value) }

extension [String: Cell] {
  /// Whether a row of a report is the one that a row of expected figures speaks of.
  fileprivate func matches(_ figure: [String: String]) -> Bool {
    let parts = figure["file"]?.split(separator: "/") ?? []
    let folder = parts.firstIndex(of: "model_judgment").map { String(parts[$0 - 1]) }
    let model = figure["model"] ?? ""
    return self["benchmark"]?.string == folder && self["judge"]?.string == figure["judge"]
      && self["model"]?.string == model
  }
}
