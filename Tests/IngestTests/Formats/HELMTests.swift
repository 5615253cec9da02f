import Foundation
import Query
import Storage
import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// Runs of HELM: answers to instances, and what judges said of them.
@Suite(.eachBackend) struct HELMTests {
  private static func state(
    _ id: String, text: String, success: Bool = true, reason: String? = nil,
    annotations: String? = nil, instance: String = ""
  ) -> String {
    let reason = reason.map { #", "finish_reason": {"reason": "\#($0)"}"# } ?? ""
    let annotations = annotations.map { #", "annotations": \#($0)"# } ?? ""
    return #"""
      {"instance": {"id": "\#(id)", "input": {"text": "question \#(id)"}, "split": "test"\#(instance)},
       "train_trial_index": 0,
       "request": {"model": "org/m", "prompt": "p", "temperature": 0.5, "max_tokens": 9, "top_p": 1,
                   "stop_sequences": ["\n"]},
       "result": {"success": \#(success), "cached": false, "request_datetime": 1700000000,
                  "completions": [{"text": "\#(text)", "logprob": 0\#(reason)}]}\#(annotations)}
      """#
  }

  private static func write(_ states: [String], _ folder: String) throws -> String {
    let file = #"""
      {"adapter_spec": {"model": "org/m", "note": "}]\"request_states\": ["},
       "request_states": [\#(states.joined(separator: ",\n"))], "annotator_specs": []}
      """#
    return try Self.write(file, folder)
  }

  private static func write(_ text: String, _ folder: String) throws -> String {
    let parent = try TemporaryFolder.current.file(folder)
    try FileManager.default.createDirectory(
      atPath: parent, withIntermediateDirectories: true)
    return try TemporaryFolder.current.write(
      Array(text.utf8), to: "\(folder)/scenario_state.json")
  }

  private static func imported(
    _ store: Store, _ file: String, temperature: Double? = nil
  ) async throws -> ImportSummary {
    var options = Importer.Options(person: "tests")
    options.statedJudge.temperature = temperature
    return try await Importer(store).run([file], options)
  }

  private static func texts(_ store: Store, _ sql: String) async throws -> [String] {
    try await store.database.read { try $0.all(sql) { try $0.text(0) } }
  }

  @Test func `a state is an answer, its question, and the verdicts on it`() async throws {
    let verdicts = #"""
      {"x": {"prompt_text": "judge this", "one_score": 1.0, "one_reasoning": "good", "two_score": null,
             "extra": [1]}, "y": {"label": "safe"}}
      """#
    let file = try Self.write(
      [
        Self.state("a", text: "whole", annotations: verdicts),
        Self.state("b", text: "cut", reason: "length"),
        Self.state("c", text: "", success: false),
        Self.state("a", text: "typo", instance: #", "perturbation": {"name": "typos"}"#),
      ], "safety:level=2,model=org_m")
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let summary = try await Self.imported(store, file)
    #expect(summary.files.map(\.added) == [4])
    #expect(summary.files.map(\.format) == ["helm"])
    #expect(summary.files.map(\.benchmark) == ["safety:level=2"])
    #expect(
      try await Self.texts(
        store,
        """
        SELECT m.name || ' ' || q.external_id || ' ' || a.outcome || ' ' || coalesce(t.content, '-')
        FROM answers a JOIN answer_records r ON r.record_id = a.record_id
        JOIN models m ON m.id = r.model_id JOIN questions q ON q.id = a.question_id
        LEFT JOIN texts t ON t.id = a.text_id ORDER BY q.external_id, a.record_id
        """) == [
          "org/m a answered whole", "org/m a typos answered typo", "org/m b truncated cut",
          "org/m c api_error -",
        ])
    #expect(
      try await Self.texts(
        store,
        """
        SELECT c.requested_model || ' ' || j.outcome || ' ' || coalesce(t.content, '-') FROM judgments j
        JOIN judges g ON g.id = j.judge_id JOIN configurations c ON c.id = g.configuration_id
        LEFT JOIN texts t ON t.id = j.text_id ORDER BY c.requested_model
        """) == ["one scored good", "two parse_error -"])
    let kept = try await Self.texts(store, "SELECT extra FROM records WHERE extra LIKE '%extra%'")
    #expect(kept.count == 1)
    #expect(kept[0].contains(#""/annotations/x/extra": [1]"#))
    #expect(kept[0].contains(#""/annotations/y/label": "safe""#))
    #expect(!kept[0].contains("judge this"))
    #expect(
      try await Self.texts(store, "SELECT content FROM texts WHERE content LIKE 'question a'")
        .count == 1)
    // The same again, and the same with more said of the judge: the answers are one.
    #expect(try await Self.imported(store, file).files.map(\.added) == [0])
    #expect(try await Self.imported(store, file, temperature: 0).files.map(\.added) == [0])
    #expect(try await Self.texts(store, "SELECT 'x' FROM judges").count == 4)
    #expect(try await Self.texts(store, "SELECT 'x' FROM answers").count == 4)
  }

  @Test func `what cannot be read is a reject with its reason`() async throws {
    let good = Self.state("a", text: "fine")
    let file = try Self.write(
      [
        good, good.replacing(#""model": "org/m", "#, with: ""),
        good.replacing(#""success": true, "#, with: ""),
        good.replacing(#""id": "a", "#, with: #""id": 7, "#),
        good.replacing(#"{"text": "fine", "logprob": 0}"#, with: ""),
        good.replacing(#""text": "fine", "#, with: ""), "7",
        good.replacing("1700000000", with: #""soon""#),
        good.replacing(#""train_trial_index": 0"#, with: #""annotations": []"#),
        good.replacing(#"{"text": "question a"}"#, with: "null").replacing(
          #""id": "a", "#, with: ""),
      ], "safety")
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let summary = try await Self.imported(store, file)
    #expect(summary.files.map(\.added) == [1])
    #expect(summary.files.map(\.rejected) == [9])
    #expect(
      try await Self.texts(store, "SELECT reason FROM rejects ORDER BY line") == [
        "has a request that names no model", "has a result without success and completions",
        "field \"instance\" is 7, not an object whose id is a text",
        "has a result without a completion", "has a completion without a text",
        "is no JSON object",
        "has a request_datetime that is no time in seconds since 1970",
        "field \"annotations\" is a list, not an object",
        "has an instance with neither an id nor a text",
      ])
  }

  @Test func `a file that was cut off loses its last state alone`() async throws {
    let whole = try TemporaryFolder.bytes(
      of: Self.write(["a", "b"].map { Self.state($0, text: "t") }, "whole"))
    let text = String(decoding: whole, as: UTF8.self)
    let end = try #require(text.firstRange(of: "question b")).lowerBound
    let file = try Self.write(String(text[..<end]), "cut")
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let summary = try await Self.imported(store, file)
    #expect(summary.files.map(\.added) == [1])
    #expect(summary.files.map(\.rejected) == [1])
  }

  /// Objects that hold no such list, whatever else they hold.
  @Test(arguments: [
    "{}", "{", #"{"request_states""#, #"{"request_states": {"a": 1}}"#, #"{"request_states": []}"#,
    #"{"a": "request_states", "b": [{"instance": 1, "request": 2, "result": 3}]}"#,
    #"{"a": {"request_states": [{"instance": 1, "request": 2, "result": 3}]}}"#,
    #"{"request_states": [{"instance": 1, "request": 2}]}"#, #"{7: "request_states"}"#,
  ])
  func `other objects are no results`(text: String) async throws {
    let file = try TemporaryFolder.current.write(Array(text.utf8), to: "scenario_state.json")
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    await #expect(throws: ImportError.self) {
      _ = try await Importer(store).run([file], Importer.Options(person: "tests"))
    }
  }

  @Test(.enabled(if: RealFiles.areThere, "needs SCOREHOUSE_TEST_DATA"))
  func `real runs give every answer and every verdict`() async throws {
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let summary = try await Importer(store).run(
      [RealFiles.path("helm")], Importer.Options(person: "tests"))
    #expect(summary.files.map(\.added) == [100, 100, 100])
    #expect(
      Set(summary.files.map(\.benchmark)) == [
        "bbq:subject=all,method=multiple_choice_joint", "xstest",
      ])
    // Of bbq nothing is judged; its one token is all that was allowed, as OpenAI says.
    #expect(
      try await Self.texts(
        store, "SELECT outcome || ' ' || count(*) FROM answers GROUP BY outcome ORDER BY outcome")
        == ["answered 199", "api_error 1", "truncated 100"])
    let board = try await LeaderboardReport(BoardQuery()).run(on: store)
    let rows = try RealFiles.table("helm").filter { $0["stat"]?.hasSuffix("_score") == true }
    for judge in ["gpt", "claude"] {
      let expected = rows.first { $0["stat"] == "xst_\(judge)_score" }?["mean"].flatMap {
        Double($0)
      }
      let found = board.rowsByColumn.first { $0["judge"] == .text(judge) }
      #expect(found?["n"] == .integer(100))
      guard case .real(let score)? = found?["score"] else {
        Issue.record("no score of \(judge)")
        continue
      }
      #expect(abs(score - (expected ?? .nan)) < 1e-12)
    }
  }
}
