import Foundation
import TestSupport
import Testing

/// A real server for a real, small model, started and stopped by `eval --model-path`.
///
/// The judge is a server of the test; neither says anything of worth.
@Suite(.temporaryFolder, .ownThreads)
struct LocalModelCommandTests {
  private func program() throws -> Program {
    let folder = try TemporaryFolder.current
    var program = Program()
    program.folder = folder.path
    program.environment = ["XDG_CONFIG_HOME": folder.path]
    return program
  }

  /// A folder with a store, the model, and a launcher for it.
  private func prepare() throws {
    let folder = try TemporaryFolder.current
    let words = try CallTools.serveModel.map {
      String(decoding: try JSONEncoder().encode($0), as: UTF8.self)
    }
    _ = try folder.write(
      Array("launchers: {tiny: {command: [\(words.joined(separator: ","))]}}".utf8),
      to: "scorehouse.yaml")
    let model = try #require(CallTools.model)
    _ = try Program.shell("cp \"$0\" \"$1\"", [model, folder.file("m.gguf")])
    let imported = try program().run(
      [
        "import", Repository.root + "/Examples/pocket_bench/question.jsonl", "--benchmark",
        "pocket",
      ])
    try #require(imported.status == 0, "\(imported.errors)")
  }

  @Test(.enabled(if: CallTools.model != nil && CallTools.path(of: "python") != nil))
  func `it answers and is judged, and other weights are refused`() throws {
    try prepare()
    let folder = try TemporaryFolder.current
    let key = folder.file("key-is-known")
    let judge = try LoopbackServer { _, reply in
      let isKnown = FileManager.default.fileExists(atPath: key)
      reply.send(
        status: isKnown ? 200 : 401,
        isKnown
          ? #"{"model":"j","choices":[{"message":{"content":"[[5]]"},"finish_reason":"stop"}]}"#
          : #"{"error":{"message":"who are you?"}}"#)
      return true
    }
    let stopped = try program().run([
      "eval", "--model", "tiny", "--model-path", "m.gguf", "--launcher", "tiny", "--max-tokens",
      "4", "--limit", "2", "--judge", "j", "--judge-endpoint", judge.url("/v1"), "--yes", "--json",
    ])
    #expect(stopped.status == 3, "\(stopped.errors)")
    let rows = try #require(try stopped.json()["rows"] as? [[String: Any]])
    #expect(rows.map { $0["done"] as? Int } == [4, 0], "\(stopped.output)")
    let run = try program().run(["show", "run", "last", "--json"])
    #expect(run.output.contains("revision"), "\(run.output)")

    _ = try Program.shell(
      "touch \"$1\"; cp \"$0\" \"$0.old\"; echo >> \"$0\"", [folder.file("m.gguf"), key])
    let refused = try program().run(["resume"])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("have changed since the run began"), "\(refused.errors)")
    _ = try Program.shell("mv \"$0.old\" \"$0\"", [folder.file("m.gguf")])
    let resumed = try program().run(["resume", "--json"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.output.contains(#""score": 5"#), "\(resumed.output)")
  }

  @Test(arguments: [
    (["--launcher", "vllm"], "give it too"), (["--num-gpus", "2"], "give it too"),
    (["--model-path", "x", "--endpoint", "http://127.0.0.1/v1"], "leave --endpoint out"),
  ])
  func `wrong usage is told`(options: [String], message: String) throws {
    let outcome = try program().run(["eval", "--model", "m", "--judge", "j"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
