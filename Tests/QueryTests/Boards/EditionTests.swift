import Query
import TestSupport
import Testing
import Warehouse

/// No slot of a board is scored under two question texts or references that are known.
@Suite(.eachBackend)
struct EditionTests {
  private static let template =
    #"{"name": "p", "type": "single", "prompt_template": "Q: {question} A: {answer}", "system_prompt": "s"}"#

  private static func question(_ text: String) -> String {
    #"{"question_id": 1, "category": "c", "turns": ["\#(text)"]}"#
  }

  private static func answer(_ text: String) -> String {
    #"{"question_id": 1, "answer_id": "a", "model_id": "m", "choices": [{"index": 0, "turns": ["\#(text)"]}], "tstamp": 1.5}"#
  }

  private static func judgment(
    _ model: String, question: String, answer: String, score: Int, time: Int
  ) -> String {
    #"{"question_id": 1, "model": "\#(model)", "judge": ["j", "p"], "user_prompt": "Q: \#(question) A: \#(answer)", "judgment": "ok", "score": \#(score), "turn": 1, "tstamp": \#(time).5}"#
  }

  private static func files(_ questions: [String]) -> [(name: String, lines: [String])] {
    [
      ("b/question.jsonl", questions), ("b/judge_prompts.jsonl", [template]),
      ("b/model_answer/old.jsonl", [answer("one")]), ("b/model_answer/new.jsonl", [answer("two")]),
      (
        "b/model_judgment/j_single.jsonl",
        [
          judgment("old", question: "why?", answer: "one", score: 4, time: 10),
          judgment("new", question: "why not?", answer: "two", score: 9, time: 20),
        ]
      ),
    ]
  }

  @Test func `models that were judged under two texts of a question stand apart`() async throws {
    let store = try await makeStore(
      [], more: Self.files([Self.question("why?"), Self.question("why not?")]))
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    #expect(report.sections.count == 2)
    #expect(report.sections.allSatisfy { $0.title.contains("edition") })
    #expect(report.column("rank") == [.integer(1), .integer(1)])
    #expect(Set(report.column("board").map { "\($0)" }).count == 2)
    #expect(report.sections[0].rows[0].cells.contains(.text("old")))
  }

  @Test func `under one known text they stand in one ranking`() async throws {
    let store = try await makeStore([], more: Self.files([Self.question("why?")]))
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    #expect(report.sections.count == 1)
    #expect(report.column("model") == [.text("new"), .text("old")])
  }
}
