import Foundation
import TestSupport
import Testing

/// `eval` as a person runs it.
@Suite(.temporaryFolder)
struct EvalCommandTests {
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
    _ = try folder.write(
      Array(#"{"question_id": 1, "category": "writing", "turns": ["first", "second"]}"#.utf8),
      to: "question.jsonl")
    var program = Program()
    program.folder = folder.path
    #expect(try program.run(["import", "--benchmark", "b", "question.jsonl"]).status == 0)
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
    _ = try folder.write(
      Array(#"{"question_id": 1, "category": "writing", "turns": ["first"]}"#.utf8),
      to: "question.jsonl")
    let call = "{endpoint: \"\(server.endpoint)\"}"
    _ = try folder.write(
      Array("models: {one: \(call), two: \(call)}\njudges: {j: \(call)}\n".utf8), to: "eval.yaml")
    var program = Program()
    program.folder = folder.path
    #expect(try program.run(["import", "--benchmark", "b", "question.jsonl"]).status == 0)
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
