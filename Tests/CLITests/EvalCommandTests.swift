import Foundation
import TestSupport
import Testing

/// `eval` as a person runs it.
@Suite(.temporaryFolder)
struct EvalCommandTests {
  /// The program in the test's folder, with one question in its store.
  private func programWithQuestion(
    turns: String = #"["first", "second"]"#
  ) throws -> Program {
    let folder = try TemporaryFolder.current
    _ = try folder.write(
      Array(#"{"question_id": 1, "category": "writing", "turns": \#(turns)}"#.utf8),
      to: "question.jsonl")
    var program = Program()
    program.folder = folder.path
    #expect(try program.run(["import", "--benchmark", "b", "question.jsonl"]).status == 0)
    return program
  }

  @Test(arguments: ["--top-p", "--judge-top-p"])
  func `a share beyond the whole is refused, of a model as of a judge`(option: String) throws {
    let outcome = try Program().run(["eval", "--model", "m", "--judge", "j", option, "5"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--top-p is 0 to 1"))
  }

  @Test func `a model's file is served, judged and summed up, once`()
    throws
  {
    let server = try JudgeServer { body, _ in
      .text(body.contains("examiner") ? "[[8]]" : "an answer")
    }
    let folder = try TemporaryFolder.current
    _ = try folder.write(Array("GGUF of one kind".utf8), to: "model.gguf")
    _ = try folder.write(
      Array(
        """
        launchers:
          fake:
            command: [sleep, "600"]
            endpoint: \(server.endpoint)
            ready: /health

        """.utf8), to: "scorehouse.yaml")
    let program = try programWithQuestion()
    let arguments = [
      "eval", "--model", "org/tiny", "--model-path", "model.gguf", "--launcher", "fake", "--judge",
      "j", "--judge-endpoint", server.endpoint, "--yes",
    ]
    let outcome = try program.run(arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try outcome.json()["rows"] as? [[String: Any]] ?? []
    #expect(rows.map { $0["role"] as? String } == ["generate", "judge"])
    #expect(rows.map { $0["done"] as? Int } == [2, 2])
    #expect(rows.last?["score"] as? Double == 8)
    let summary = String(
      decoding: try TemporaryFolder.bytes(of: folder.file("mtbench_org__tiny.txt")), as: UTF8.self)
    #expect(summary.contains("########## Average ##########"))
    #expect(server.requests == 5)
    #expect(try program.run(arguments).status == 0)
    #expect(try program.run(["show", "run", "last"]).output.contains("revision"))

    // What the run made goes out as FastChat's files, and comes in elsewhere with the same score.
    #expect(try program.run(["export", "fastchat", "--output", "out"]).status == 0)
    let answers = String(
      decoding: try TemporaryFolder.bytes(
        of: folder.file("out/runs/b/model_answer/org__tiny.jsonl")),
      as: UTF8.self)
    #expect(answers.contains(#""turns": ["an answer", "an answer"]"#), "\(answers)")
    let other = ["--store", "other.db"]
    #expect(try program.run(other + ["import", "out"]).status == 0)
    let board = try program.run(other + ["leaderboard", "--json"]).json()
    let standing = try #require((board["rows"] as? [[String: Any]])?.first)
    #expect(standing["model"] as? String == "org/tiny")
    #expect(standing["score"] as? Double == 8)
    #expect(standing["n"] as? Int == 2)
  }

  @Test func `a file's models are asked and judged in one run, and a model gets its tags once`()
    throws
  {
    let server = try JudgeServer { body, _ in
      .text(body.contains("examiner") ? "[[8]]" : "an answer")
    }
    let folder = try TemporaryFolder.current
    let program = try programWithQuestion(turns: #"["first"]"#)
    let call = "{endpoint: \"\(server.endpoint)\"}"
    _ = try folder.write(
      Array("models: {one: \(call), two: \(call)}\njudges: {j: \(call)}\n".utf8), to: "eval.yaml")
    #expect(try program.run(["eval", "eval.yaml", "--model", "m", "--yes"]).status == 64)
    #expect(try program.run(["eval", "eval.yaml", "--benchmark", "b", "--dry-run"]).status == 0)
    let outcome = try program.run(["eval", "eval.yaml", "--yes", "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try outcome.json()["rows"] as? [[String: Any]] ?? []
    #expect(rows.map { $0["role"] as? String } == ["generate", "generate", "judge"])
    #expect(rows.map { $0["done"] as? Int } == [1, 1, 2])
    for model in ["one", "two"] {
      #expect(try !TemporaryFolder.bytes(of: folder.file("mtbench_\(model).txt")).isEmpty)
    }
    for _ in 0..<2 {
      let again = try program.run([
        "generate", "--model", "one", "--endpoint", server.endpoint, "--tag", "seed=1", "--yes",
      ])
      #expect(again.status == 0, "\(again.errors)")
    }
    let models = try program.run(["list", "models", "--json"]).output
    #expect(models.components(separatedBy: "seed=1").count == 2)
  }

  @Test func `a plan says what the run does to budgets, and a run over them does not begin`() throws
  {
    let program = try programWithQuestion()
    let generate = [
      "generate", "--model", "m", "--endpoint", "http://127.0.0.1:9/v1", "--experiment", "x",
    ]
    #expect(try program.run(["budget", "set", "experiment:x", "0.001"]).status == 0)
    let again = try program.run(["budget", "set", "experiment:x", "0.001"])
    #expect(again.errors == "experiment:x: $0.001 left of $0.001\n")
    let unpriced = try program.run(generate + ["--dry-run", "--json"])
    #expect(unpriced.status == 2)
    #expect(unpriced.errors.contains("a budget needs the price of m"))
    #expect(try program.run(generate + ["--yes"]).status == 64)
    #expect(
      try program.run([
        "prices", "set", "m", "--input", "1", "--output", "1", "--valid-from", "2026-01-01",
      ]).status == 0)
    let plan = try program.run(generate + ["--dry-run", "--json"])
    #expect(plan.status == 0)
    let rows = try #require(try plan.json()["rows"] as? [[String: Any]])
    let budget = try #require(rows.last)
    #expect(rows.count == 2)
    #expect(budget["budget"] as? String == "experiment:x")
    #expect(budget["cap_usd"] as? String == "0.001000000")
    #expect(budget["spent_usd"] as? String == "0.000000000")
    #expect(budget["left_usd"] as? String == "0.001000000")
    #expect(budget["run_likely_usd"] as? String == rows[0]["cost_likely_usd"] as? String)
    #expect(budget["run_high_usd"] as? String == rows[0]["cost_high_usd"] as? String)
    #expect(budget["effect"] as? String == "may_stop")
    #expect(try program.run(generate + ["--dry-run"]).output.contains("it stops before its end"))
    #expect(try program.run(["budget", "set", "experiment:x", "0"]).status == 0)
    let refused = try program.run(generate + ["--yes"])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("the budget experiment:x of $0.00 is used up"))
    #expect(try program.run(["list", "runs", "--json"]).output.contains(#""generate""#) == false)
  }

  @Test(arguments: [
    (["generate", "--model-id", "m"], "--model"), (["judge", "--first-n", "3"], "--limit"),
    (["judge", "--judge-model", "j"], "--judge"),
    (["generate", "--num-choices", "2"], "--choices"),
  ])
  func `FastChat's flags are answered with ours`(arguments: [String], flag: String) throws {
    let outcome = try Program().run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasSuffix("here it is \(flag)\n"))
  }
}
