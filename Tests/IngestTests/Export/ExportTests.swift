import Foundation
import Query
import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// What came in as FastChat files goes out equal, field by field.
@Suite(.eachBackend)
struct ExportTests {
  @Test(.enabled(if: RealFiles.areThere))
  func `every real file comes back equal, timestamps included`() async throws {
    let store = try await makeStore()
    try await store.importing([RealFiles.path("fastchat")])
    let folder = try TemporaryFolder.current.file("exported")
    let summary = try await FastChatExporter(store).export(to: folder)
    let names = RealFiles.jsonLines(below: "fastchat")
    #expect(summary.files.map(\.path).sorted() == names)
    for name in names {
      let original = try records(RealFiles.path("fastchat/\(name)"))
      #expect(try records("\(folder)/\(name)") == original, "\(name)")
    }
  }

  /// Each is a file of one kind with what columns have no place for or would spell otherwise.
  @Test(arguments: [
    (
      "b/question.jsonl",
      [
        Samples.question(id: "\"7\"", turns: ["why?"]),
        Samples.question(id: "\"a7\"", turns: ["x", "y"]),
        #"{"question_id": 8, "turns": ["t"], "category": null, "reference": ["r"], "required_temperature": 0.50}"#,
      ]
    ),
    (
      "b/model_answer/m.jsonl",
      [
        #"{"question_id": 1, "choices": [{"index": 0, "turns": ["a", ""], "note": {"x": [1, 2.0]}}, {"index": 2, "turns": ["$ERROR$"]}], "tstamp": 17, "model_id": null}"#,
        #"{"question_id": 2, "choices": [], "more": 12345678901234567890123}"#,
        #"{"question_id": 3, "choices": [{"index": 0, "turns": ["é \" \\ \n 🤗"]}], "generate_params": {"temperature": 0.7, "max_new_token": 5}, "tstamp": 1.5e3}"#,
      ]
    ),
    (
      "b/model_judgment/x_single.jsonl",
      [
        Samples.judgment(score: "8"), Samples.judgment(score: "8.0"),
        Samples.judgment(score: "8.50"),
        Samples.judgment(score: "-1"), Samples.judgment(score: "null"),
        Samples.judgment(score: "-1.0"),
        Samples.judgment(text: "$ERROR$", score: "-1"),
        Samples.judgment(judge: #""j""#, score: "1"),
        Samples.judgment(judge: #"["j"]"#, score: "1"),
        #"{"question_id": "q", "model": "m", "judge": ["j", "p"], "score": 3, "extra": [null, true]}"#,
      ]
    ),
    (
      "b/model_judgment/x_pair.jsonl",
      [
        Samples.pair(winners: ("model_1", "tie")), Samples.pair(winners: ("error", "model_2")),
        #"{"question_id": 1, "model_1": "m", "model_2": "n", "winner": "model_2", "judge": ["j", "pair-v2"]}"#,
        #"{"question_id": 1, "model_1": "m", "model_2": "n", "g1_winner": "tie", "g2_winner": "tie", "judge": ["j", "pair-v2"], "m1_score": 7, "m2_score": 7.05, "tstamp": 5.25}"#,
      ]
    ),
    (
      "b/votes.jsonl",
      [
        #"{"question_id": 1, "model_a": "m", "model_b": "n", "winner": "tie (inconsistent)", "judge": "expert_1", "turn": 1, "conversation_a": [{"role": "user"}]}"#,
        #"{"question_id": 1, "model_a": "m", "model_b": "n", "winner": "model_b", "judge": ["gpt-4", "pair-v2"], "turn": 2}"#,
      ]
    ),
    (
      "b/judge_prompts.jsonl",
      [
        Samples.template(name: "p", body: "{question}{{x}}{answer}"),
        #"{"name": "q", "type": "pairwise", "prompt_template": "{answer_a}{answer_b}", "system_prompt": null, "extra": 1}"#,
      ]
    ),
  ])
  func `unusual records come back equal`(name: String, lines: [String]) async throws {
    let store = try await makeStore()
    let summary = try await store.importing([try write(lines, to: name)])
    #expect(summary.totals == (lines.count, 0, 0))
    let folder = try TemporaryFolder.current.file("exported")
    let exported = try await FastChatExporter(store).export(to: folder)
    let path = try #require(exported.files.first?.path)
    #expect(try records("\(folder)/\(path)") == records(try TemporaryFolder.current.file(name)))
  }

  @Test func `a folder that is not empty is left alone`() async throws {
    let store = try await makeStore()
    let folder = URL(filePath: try write(["x"], to: "full/file")).deletingLastPathComponent().path
    await #expect(throws: ExportError.notEmpty(path: folder)) {
      try await FastChatExporter(store).export(to: folder)
    }
  }

  @Test func `an earlier content of the same path keeps a name of its own`() async throws {
    let store = try await makeStore()
    let name = "b/question.jsonl"
    try await store.importing([try write([Samples.question(id: "1", turns: ["a"])], to: name)])
    try await store.importing([try write([Samples.question(id: "2", turns: ["b"])], to: name)])
    let folder = try TemporaryFolder.current.file("exported")
    let summary = try await FastChatExporter(store).export(to: folder)
    #expect(summary.files.count == 2)
    #expect(try records("\(folder)/\(name)").first?.contains("2") == true)
  }

  /// Each line with its keys sorted and its white space gone, its numbers as they were spelled.
  private func records(_ path: String) throws -> [String] {
    var parser = try JSONParser()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return try text.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }.map { line in
      try parser.withDocument(copying: String(line)) { Self.normal($0) }
    }
  }

  private static func normal(_ node: JSONNode) -> String {
    switch node.kind {
    case .object:
      let members = node.members.map { "\(JSONText.quoted($0.key() ?? "")):\(normal($0))" }
      return "{" + members.sorted().joined(separator: ",") + "}"
    case .array: return "[" + node.elements.map(normal).joined(separator: ",") + "]"
    case .string: return JSONText.quoted(node.string() ?? "")
    default: return node.rawJSON
    }
  }
}
