import Foundation
import TestSupport
import Testing

/// `import -`.
@Suite(.temporaryFolder)
struct StandardInputTests {
  @Test(arguments: [false, true])
  func `what comes through a pipe is told by its content, packed or not`(packed: Bool) throws {
    try write(Array("\(DamagedFile.good)\n".utf8), to: "x")
    let tool = packed ? "gzip -c" : "cat"
    let outcome = try pipe("\(tool) x", "import - --benchmark b --json")
    let row = try #require((outcome.json()["rows"] as? [[String: Any]])?.first)
    #expect(row["path"] as? String == "-")
    #expect(row["kind"] as? String == "judgments")
    #expect(row["added"] as? Int == 1)
    try write(
      Array("model,judge,question_id,turn,score\nm,j,1,1,5\n".utf8), to: "x")
    let table = try pipe("\(tool) x", "import - --json")
    #expect((try table.json()["rows"] as? [[String: Any]])?.first?["kind"] as? String == "scores")
  }

  @Test func `with a name it is read as that file, and is one source with it`() throws {
    let line = """
      {"question_id": 1, "answer_id": "a", "model_id": "other", "choices": \
      [{"index": 0, "turns": ["x"]}], "tstamp": 1.5}
      """
    try write(Array("\(line)\n".utf8), to: "b/model_answer/org__m.jsonl")
    let piped = try pipe(
      "cat b/model_answer/org__m.jsonl",
      "import - --stdin-name b/model_answer/org__m.jsonl --json")
    let row = try #require((piped.json()["rows"] as? [[String: Any]])?.first)
    #expect(row["benchmark"] as? String == "b")
    #expect(row["added"] as? Int == 1)
    let again = try pipe("true", "import b --json")
    let second = try #require((again.json()["rows"] as? [[String: Any]])?.first)
    #expect(second["existing"] as? Int == 1)
    let models = try pipe("true", "list models --json")
    #expect(
      (try models.json()["rows"] as? [[String: Any]])?.map { $0["name"] as? String } == ["org/m"])
  }

  @Test func `answers without a name are refused, with what to type`() throws {
    let line = #"{"question_id": 1, "choices": [{"index": 0, "turns": ["x"]}]}"#
    try write(Array("\(line)\n".utf8), to: "x")
    let outcome = try pipe("cat x", "import -")
    #expect(outcome.status == 64)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("--stdin-name"))
    #expect(try TemporaryFolder.current.names() == ["x"])
  }

  @Test(arguments: [
    ("true", "import -", Int32(1), "standard input: is empty"),
    ("echo hello", "import -", 1, "standard input: no result file found"),
    ("true", "import - -", 64, "only once"),
    ("true", "import . --stdin-name x.jsonl", 64, "none of the paths"),
    ("true", "import - --stdin-name phi-3", 64, "needs the name of a file"),
    ("printf '\\037\\213x'", "import -", 1, "gzip data is cut off"),
  ])
  func `what cannot be imported is one line, and no store is made`(
    input: String, arguments: String, status: Int32, word: String
  ) throws {
    let outcome = try pipe(input, arguments)
    #expect(outcome.status == status)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains(word), "\(outcome.errors)")
    #expect(try TemporaryFolder.current.names().isEmpty)
  }

  @Test func `it goes together with other paths, and no copy stays behind`() throws {
    try write(Array("\(DamagedFile.good)\n".utf8), to: "b/model_judgment/x_single.jsonl")
    try write(Array("\(DamagedFile.judgment(question: 5, score: 5))\nbad\n".utf8), to: "y")
    try FileManager.default.createDirectory(
      atPath: try TemporaryFolder.current.file("tmp"), withIntermediateDirectories: true)
    let outcome = try pipe("cat y", "import b - --benchmark b --json --strict", "TMPDIR=$PWD/tmp")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("-:2: "))
    #expect((try outcome.json()["rows"] as? [Any])?.count == 2)
    let left = try FileManager.default.contentsOfDirectory(
      atPath: try TemporaryFolder.current.file("tmp"))
    #expect(left.isEmpty)
    let full = try pipe("cat y", "import -", "TMPDIR=$PWD/nowhere")
    #expect(full.status == 1)
    #expect(full.errors.contains("cannot be put aside in"))
  }

  /// Runs `INPUT | scorehouse ARGUMENTS` in the test's folder.
  private func pipe(
    _ input: String, _ arguments: String, _ variables: String = ""
  ) throws -> Program.Outcome {
    try Program.shell(
      "cd \"$1\" && \(input) | env \(variables) \"$0\" --store store.db \(arguments)",
      [Program.path, try TemporaryFolder.current.path])
  }
}
