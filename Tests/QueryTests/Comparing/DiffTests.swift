import Query
import TestSupport
import Testing
import Warehouse

/// Answers and verdicts beside one another.
@Suite(.eachBackend)
struct DiffTests {
  private static func answer(_ model: String, _ turns: [String]) -> (String, [String]) {
    let texts = turns.map { "\"\($0)\"" }.joined(separator: ", ")
    return (
      "b/model_answer/\(model).jsonl",
      [
        #"{"question_id": 1, "answer_id": "\#(model)", "model_id": "\#(model)", "choices": [{"index": 0, "turns": [\#(texts)]}], "tstamp": 1.5}"#
      ]
    )
  }

  private static func judgment(_ model: String, _ prompt: String, _ score: Int, turn: Int) -> String
  {
    #"{"question_id": 1, "model": "\#(model)", "judge": ["j", "\#(turn == 1 ? "single-v1" : "single-v1-multi-turn")"], "user_prompt": "\#(prompt)", "judgment": "\#(model) gets \#(score)", "score": \#(score), "turn": \#(turn), "tstamp": 10.5}"#
  }

  private static let files: [(name: String, lines: [String])] = [
    ("b/question.jsonl", [#"{"question_id": 1, "category": "c", "turns": ["why?", "really?"]}"#]),
    (
      "b/judge_prompts.jsonl",
      [
        #"{"name": "single-v1", "type": "single", "prompt_template": "Q: {question} A: {answer}", "system_prompt": "s"}"#,
        #"{"name": "single-v1-multi-turn", "type": "single", "prompt_template": "{question_1}|{answer_1}|{question_2}|{answer_2}", "system_prompt": "s"}"#,
      ]
    ),
    answer("m", ["m one", "m two"]), answer("n", ["n one", "n two"]),
    (
      "b/model_judgment/j_single.jsonl",
      [
        judgment("m", "Q: why? A: m one", 6, turn: 1),
        judgment("n", "Q: why? A: n one", 5, turn: 1),
        judgment("m", "why?|m one|really?|m two", 2, turn: 2),
        judgment("n", "a prompt that nothing gives", 9, turn: 2),
      ]
    ),
  ]

  private func report(
    _ change: (inout BoardQuery) -> Void = { _ in }, question: String? = nil, limit: Int? = nil
  ) async throws -> Report {
    var query = BoardQuery()
    query.models = ["m", "n"]
    change(&query)
    return try await DiffReport(query, question: question, limit: limit)
      .run(on: try await makeStore([], more: Self.files))
  }

  @Test func `the worst for the first comes first, each turn with its own texts`() async throws {
    let report = try await report()
    #expect(report.column("turn") == [.integer(2), .integer(1)])
    #expect(report.column("delta") == [.real(-7), .real(1)])
    #expect(report.column("question_text") == [.text("really?"), .text("why?")])
    #expect(report.column("answer_a") == [.text("m two"), .text("m one")])
    #expect(report.column("judgment_b") == [.text("n gets 9"), .text("n gets 5")])
    #expect(report.layout == .sideBySide)
  }

  @Test func `an answer that its judgment does not tell is unknown`() async throws {
    let report = try await report()
    #expect(report.column("answer_b") == [.null, .text("n one")])
    #expect(TextRenderer(style: TextStyle()).text(of: report).contains("│ unknown"))
  }

  @Test func `rows carry every key`() async throws {
    let keys = """
      benchmark judge protocol mode board model_a model_b question category turn score_a score_b \
      delta question_text answer_a answer_b judgment_a judgment_b
      """
    #expect(try await report().columns.map(\.name) == keys.split(separator: " ").map(String.init))
  }

  @Test func `a limit shows the first and says how many are left`() async throws {
    let report = try await report(limit: 1)
    #expect(report.column("turn") == [.integer(2)])
    #expect(report.notes.first?.hasPrefix("1 more comparison is not shown") == true)
  }

  @Test func `a turn, a category and a question are parts`() async throws {
    #expect(try await report { $0.turn = 1 }.column("delta") == [.real(1)])
    #expect(try await report { $0.category = "c" }.column("delta").count == 2)
    #expect(try await report(question: "1").column("delta").count == 2)
    await #expect(
      throws: NameError.unknown(kind: "question of both models", name: "11", nearest: "1")
    ) { try await report(question: "11") }
  }

  @Test func `figures have scores and no texts`() async throws {
    let store = try await makeStore(["x,j,1,1,5,,", "y,j,1,1,,,"])
    var query = BoardQuery()
    query.models = ["x", "y"]
    await #expect(throws: IncomparableError.self) { try await DiffReport(query).run(on: store) }
    let both = try await makeStore(["x,j,1,1,5,,", "y,j,1,1,7,,", "x,j,2,1,,,", "y,j,2,1,1,,"])
    let report = try await DiffReport(query).run(on: both)
    #expect(report.column("delta") == [.real(-2), .null])
    #expect(report.column("answer_a") == [.null, .null])
  }
}

/// Pairs side by side: each model's verdict is the game in which it came first.
@Suite(.eachBackend)
struct DiffPairsTests {
  @Test func `each side has the game in which its answer came first`() async throws {
    let line =
      #"{"question_id": 1, "model_1": "m", "model_2": "n", "g1_winner": "model_1", "g2_winner": "tie", "judge": ["j", "pair"], "g1_user_prompt": "m one|n one", "g1_judgment": "first game", "g2_user_prompt": "n one|m one", "g2_judgment": "second game", "turn": 1, "tstamp": 5.5}"#
    let answers = ["m", "n"].map { model in
      (
        name: "b/model_answer/\(model).jsonl",
        lines: [
          #"{"question_id": 1, "answer_id": "\#(model)", "model_id": "\#(model)", "choices": [{"index": 0, "turns": ["\#(model) one"]}], "tstamp": 1.5}"#
        ]
      )
    }
    let template =
      #"{"name": "pair", "type": "pairwise", "prompt_template": "{answer_a}|{answer_b}", "system_prompt": "s"}"#
    let store = try await makeStore(
      [],
      more: answers + [
        ("b/question.jsonl", [#"{"question_id": 1, "category": "c", "turns": ["why?"]}"#]),
        ("b/judge_prompts.jsonl", [template]), ("b/model_judgment/j_pair.jsonl", [line]),
      ])
    for models in [["m", "n"], ["n", "m"]] {
      var query = BoardQuery()
      query.models = models
      let report = try await DiffReport(query).run(on: store)
      let row = try #require(report.rowsByColumn.first)
      let isFirst = models == ["m", "n"]
      #expect(row["score_a"] == .real(0.5))
      #expect(row["answer_a"] == .text(isFirst ? "m one" : "n one"))
      #expect(row["answer_b"] == .text(isFirst ? "n one" : "m one"))
      #expect(row["judgment_a"] == .text(isFirst ? "first game" : "second game"))
      #expect(row["judgment_b"] == .text(isFirst ? "second game" : "first game"))
    }
  }
}
