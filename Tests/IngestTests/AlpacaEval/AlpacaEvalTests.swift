import Query
import Storage
import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// AlpacaEval's files: win rates, prices and times.
@Suite(.eachBackend) struct AlpacaEvalTests {
  private static func rows(_ report: Report) -> [[String: Cell]] {
    let names = report.columns.map(\.name)
    return report.sections.flatMap(\.rows).map {
      Dictionary(uniqueKeysWithValues: zip(names, $0.cells))
    }
  }

  private static func real(_ cell: Cell?) -> Double {
    if case .real(let value) = cell { value } else { .nan }
  }

  private static let annotations = """
    [{"instruction": "a", "output_1": "x", "generator_1": "base", "output_2": "y", "generator_2": "m",
      "dataset": "d", "annotator": "judge", "preference": 2, "price_per_example": 1e-05,
      "time_per_example": 1.2345678901, "raw_completion": "m"},
     {"instruction": "b, with ] and \\" in it", "generator_1": "base", "generator_2": "m",
      "annotator": "judge", "preference": 0, "price_per_example": null, "raw_completion": {"a": [1]}},
     {"instruction": "c", "generator_1": "base", "generator_2": "m", "annotator": "judge",
      "preference": 1.25},
     {"instruction": "d", "generator_1": "base", "generator_2": "m", "annotator": "judge",
      "preference": null},
     {"instruction": "e", "generator_1": "base", "generator_2": "m", "annotator": "judge",
      "preference": 3},
     {"instruction": "f", "generator_1": "base", "generator_2": "m", "annotator": "judge",
      "preference": 1, "price_per_example": -0.5}]
    """

  @Test func `annotations are shares of a win; bad ones are rejects with their reason`()
    async throws
  {
    let folder = try TemporaryFolder.current
    let file = try folder.write(Array(Self.annotations.utf8), to: "annotations.json")
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let summary = try await Importer(store).run([file], Importer.Options(person: "tests"))
    #expect(summary.files.map(\.added) == [4])
    #expect(summary.files.map(\.rejected) == [2])
    let reasons = try await store.database.read { connection in
      try connection.all("SELECT line, reason FROM rejects ORDER BY line") {
        "\(try $0.integer(0)): \(try $0.text(1))"
      }
    }
    #expect(
      reasons == [
        "5: field \"preference\" is 3.0, not 0, or from 1 to 2",
        "6: field \"price_per_example\" is -0.5, not a number from 0 on",
      ])
    let row = try #require(Self.rows(try await AlpacaEvalReport(BoardQuery()).run(on: store)).first)
    #expect(Self.real(row["win_rate"]) == (1 + 0.5 + 0.25) / 3)
    #expect(row["n"] == .integer(3))
    #expect(row["failed"] == .integer(1))
    #expect([row["win"], row["loss"], row["tie"]] == [.integer(1), .integer(1), .integer(1)])
    #expect(row["benchmark"] == .text("alpaca_eval"))
    // The board of the store counts winners, not shares.
    let board = try #require(
      Self.rows(try await LeaderboardReport(BoardQuery()).run(on: store)).first)
    #expect(Self.real(board["win_rate"]) == 1.0 / 3)
    let costs = try #require(Self.rows(try await CostsReport(CostQuery()).run(on: store)).first)
    #expect(costs["reported_usd"] == .usd(nano: 10_000))
    #expect(Self.real(costs["reported_seconds"]) == 1.23456789)
    #expect(costs["cost_usd"] == .usd(nano: 0))
    let again = try await Importer(store).run([file], Importer.Options(person: "tests"))
    #expect(again.files.map(\.added) == [0])
  }

  /// In either order: a file of outputs and annotations that repeat one of them.
  @Test(arguments: [false, true])
  func `outputs of annotations are answers, one with those of a file of outputs`(
    annotationsFirst: Bool
  ) async throws {
    let folder = try TemporaryFolder.current
    let long = String(repeating: "long ", count: 100)
    let outputs = try folder.write(
      Array(
        #"[{"output": "\#(long)", "dataset": "d", "instruction": "a", "generator": "m"}]"#.utf8),
      to: "model_outputs.json")
    let annotations = try folder.write(
      Array(
        #"""
        [{"instruction": "a", "output_1": "x", "generator_1": "base", "output_2": "\#(long)",
          "generator_2": "m", "dataset": "d", "annotator": "judge", "preference": 2},
         {"instruction": "b", "output_1": null, "generator_1": "base", "output_2": {"text": "y"},
          "generator_2": "m", "annotator": "judge", "preference": 1}]
        """#.utf8), to: "annotations.json")
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    for file in annotationsFirst ? [annotations, outputs] : [outputs, annotations] {
      var options = Importer.Options(person: "tests")
      if file == annotations { options.statedJudge.temperature = 0 }
      let summary = try await Importer(store).run([file], options)
      #expect(summary.files.map(\.rejected) == [0])
    }
    let answers = try await store.database.read { connection in
      try connection.all(
        """
        SELECT m.name || ' ' || q.external_id || ' ' || t.content FROM answers a
        JOIN answer_records r ON r.record_id = a.record_id JOIN models m ON m.id = r.model_id
        JOIN questions q ON q.id = a.question_id JOIN texts t ON t.id = a.text_id ORDER BY m.name
        """
      ) { try $0.text(0) }
    }
    let question = "\(StoredText("a").key)"
    #expect(answers == ["base \(question) x", "m \(question) \(long)"])
    let kept = try await store.database.read { connection in
      try connection.all("SELECT extra FROM records WHERE extra IS NOT NULL ORDER BY id") {
        try $0.text(0)
      }
    }
    #expect(kept == [#"{"output_1": null, "output_2": {"text": "y"}}"#])
  }

  @Test func `a file that ends in the middle of an element loses that one alone`() async throws {
    let folder = try TemporaryFolder.current
    let text = #"[{"instruction": "a", "output": "b", "generator": "g"}, {"instruction": "c", "ou"#
    let file = try folder.write(Array(text.utf8), to: "model_outputs.json")
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let summary = try await Importer(store).run([file], Importer.Options(person: "tests"))
    #expect(summary.files.map(\.added) == [1])
    #expect(summary.files.map(\.rejected) == [1])
  }

  @Test(.enabled(if: RealFiles.areThere, "needs SCOREHOUSE_TEST_DATA"))
  func `every annotations file gives the published values`() async throws {
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let summary = try await Importer(store).run(
      [RealFiles.path("alpaca_eval")], Importer.Options(person: "tests"))
    #expect(summary.files.map(\.rejected).reduce(0, +) == 0)
    // 4,825 of files of outputs, 4 empty ones that only annotations have, and two baselines.
    let answerCount = try await store.database.read { connection in
      try connection.first("SELECT count(*) FROM answers") { try $0.int(0) }
    }
    #expect(answerCount == 4_825 + 4 + 2 * 805)
    let boards = Self.rows(try await AlpacaEvalReport(BoardQuery()).run(on: store))
    var query = CostQuery()
    query.by = [.judge, .model]
    let costs = Self.rows(try await CostsReport(query).run(on: store))
    let table = try RealFiles.table("alpaca_eval")
    #expect(table.count == 8)
    for expected in table {
      func number(_ name: String) -> Double { Double(expected[name] ?? "") ?? .nan }
      func count(_ name: String) -> Cell { .integer(Int64(expected[name] ?? "") ?? -1) }
      let model = expected["model"] ?? ""
      let judge = expected["annotator"] ?? ""
      let row = try #require(
        boards.first { $0["model"] == .text(model) && $0["judge"] == .text(judge) })
      #expect(abs(100 * Self.real(row["win_rate"]) - number("win_rate")) < 1e-7, "\(model)")
      #expect(abs(100 * Self.real(row["se"]) - number("standard_error")) < 1e-7, "\(model)")
      let discrete = 100 * Self.real(row["discrete_win_rate"])
      #expect(abs(discrete - number("discrete_win_rate")) < 1e-7, "\(model)")
      #expect(row["n"] == count("n_total"), "\(model)")
      #expect(row["win"] == count("n_wins"), "\(model)")
      #expect(row["loss"] == count("n_wins_base"), "\(model)")
      #expect(row["tie"] == count("n_draws"), "\(model)")
      #expect(row["failed"] == count("null_preference"), "\(model)")
      if expected["leaderboard_length_controlled_winrate"] != "" {
        let published = 100 * Self.real(row["published_lc_win_rate"])
        #expect(abs(published - number("leaderboard_length_controlled_winrate")) < 1e-7, "\(model)")
      }
      let cost = try #require(
        costs.first { $0["model"] == .text(model) && $0["judge"] == .text(judge) })
      let price = NanoUSD(dollars: expected["price_sum"] ?? "")
      #expect(cost["reported_usd"] == .usd(nano: price?.amount ?? -1), "\(model)")
      #expect(abs(Self.real(cost["reported_seconds"]) - number("time_sum")) < 1e-6, "\(model)")
    }
  }
}
