import Foundation
import TestSupport
import Testing
import Warehouse

/// `import` on good and on bad input, as a person meets it.
@Suite(.temporaryFolder)
struct ImportCommandTests {
  /// What each damaged file is, how many of its records come in, and a word of the reason.
  @Test(arguments: DamagedFile.all)
  func `bad records are told in one line each and nothing is lost`(file: DamagedFile) throws {
    let folder = try TemporaryFolder.current
    let name = "b/model_judgment/x_single.jsonl"
    try write(file.bytes, to: name)
    let outcome = try Program().run(arguments("import", folder.file("b"), "--json", "--strict"))
    let row = try #require((outcome.json()["rows"] as? [[String: Any]])?.first)
    let (added, rejected) = (row["added"] as? Int, row["rejected"] as? Int)
    #expect(added == file.added)
    #expect(rejected == file.rejected)
    #expect(outcome.status == (file.rejected > 0 ? 2 : 0))
    // The first five, and how many more.
    #expect(outcome.errorLines.count == min(file.rejected, 6))
    for line in outcome.errorLines {
      #expect(line.contains("x_single.jsonl:"))
      #expect(line.contains(file.reason), "\(line)")
    }
    let rejects = try Program().run(arguments("list", "rejects", "--json"))
    #expect((try rejects.json()["rows"] as? [Any])?.count == file.rejected)
  }

  @Test func `a line of 17 MiB is kept aside with its size, and the next is read`() throws {
    let long =
      Array("{\"question_id\": \"".utf8) + Array(repeating: UInt8(ascii: "x"), count: 17 << 20)
    try write(long + Array("\n\(DamagedFile.good)\n".utf8), to: "b/model_judgment/x_single.jsonl")
    let outcome = try Program().run(
      arguments("import", try TemporaryFolder.current.file("b"), "--json"))
    let row = try #require((outcome.json()["rows"] as? [[String: Any]])?.first)
    #expect(row["added"] as? Int == 1)
    #expect(row["rejected"] as? Int == 1)
    #expect(outcome.errors.contains("longer than 16 MiB"))
  }

  @Test func `a folder can be imported from inside, under its own name`() throws {
    let folder = try TemporaryFolder.current
    try write(Array("\(DamagedFile.good)\n".utf8), to: "tree/b/model_judgment/x_single.jsonl")
    let outside = try Program().run(arguments("import", folder.file("tree/b"), "--json"))
    var inside = Program()
    for (place, path) in [
      ("tree/b", "."), ("tree/b/model_judgment", ".."), ("tree/b/model_judgment", "x_single.jsonl"),
    ] {
      inside.folder = folder.file(place)
      let outcome = try inside.run(arguments("import", path, "--json"))
      let row = try #require((outcome.json()["rows"] as? [[String: Any]])?.first)
      #expect(row["benchmark"] as? String == "b")
      #expect(row["added"] as? Int == 0)
      #expect(row["existing"] as? Int == 1)
    }
    #expect(outside.status == 0)
  }

  @Test func `a reason is one line whatever the file holds`() throws {
    let line = DamagedFile.good.replacing("\"model\": \"m\"", with: "\"model\": 5")
    let evil = line.replacing(
      "\"score\": 7",
      with: "\"sc\\u001b[2J\\nore\": 7, \"score\": \"\(String(repeating: "9", count: 5_000))\"")
    try write(Array("\(evil)\n".utf8), to: "b/model_judgment/x_single.jsonl")
    let outcome = try Program().run(
      arguments("import", try TemporaryFolder.current.file("b")))
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.utf8.count < 600)
    #expect(!outcome.errors.contains("\u{1B}"))
  }

  @Test func `a result that cannot be written is told`() throws {
    try write(Array("\(DamagedFile.good)\n".utf8), to: "b/model_judgment/x_single.jsonl")
    _ = try Program().run(arguments("import", try TemporaryFolder.current.file("b")))
    let shell = try Program.shell(
      "\"$0\" --store \"$1\" leaderboard --json > /dev/full",
      [Program.path, try TemporaryFolder.current.file("store.db")])
    #expect(shell.status == 1)
    #expect(shell.errors == "scorehouse: the result cannot be written: No space left on device\n")
  }

  @Test func `a path that is not there is named`() throws {
    let outcome = try Program().run(arguments("import", "no/such/folder"))
    #expect(outcome.status == 1)
    #expect(try TemporaryFolder.current.names().isEmpty)
    #expect(outcome.errors == "scorehouse: no/such/folder: there is no such file or folder\n")
  }

  @Test func `a folder without results is named, with what would be results`() throws {
    try write(Array("hello".utf8), to: "notes/readme.txt")
    let outcome = try Program().run(arguments("import", try TemporaryFolder.current.file("notes")))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("no result file found"))
    #expect(outcome.errorLines.count == 1)
  }

  @Test(arguments: [
    (#"{"question_id": 81, "score": "#, ":1: shows no result: it ends in the middle of a value"),
    (#"{"a": 1, "b": 2}"#, ":1: shows no result: it has the fields a, b;"),
    ("[1]", ":1: shows no result: it is no JSON object"),
    ("{}", ":1: shows no result: it is an object without fields"),
    ("", ": shows no result: it is empty"),
    // One document, of which the first line says nothing.
    ("{\n\"a\": 1\n}\n", ": no result file found here"),
    ("model;question\na;1\n", ":1: shows no result: it has the columns model, question;"),
  ])
  func `a file named alone that shows no result is told what stands in it`(
    content: String, told: String
  ) throws {
    let ending = told.contains("columns") ? "csv" : "jsonl"
    let path = try TemporaryFolder.current.write(Array(content.utf8), to: "x.\(ending)")
    let outcome = try Program().run(arguments("import", path))
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("scorehouse: \(path)\(told)"), "\(outcome.errors)")
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("model_judgment/"))
  }

  @Test func `a loop of links ends, and what is beside it comes in`() throws {
    let folder = try TemporaryFolder.current
    try write(Array("\(DamagedFile.good)\n".utf8), to: "b/model_judgment/x_single.jsonl")
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: folder.file("b/loop"), withDestinationPath: folder.file("b"))
    try files.createSymbolicLink(
      atPath: folder.file("b/self"), withDestinationPath: folder.file("b/self"))
    let outcome = try Program().run(arguments("import", folder.file("b"), "--json"))
    #expect((try outcome.json()["rows"] as? [Any])?.count == 1)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("b/self: Too many levels of symbolic links"))
  }

  @Test func `empty files of results are listed and change nothing`() throws {
    try write([], to: "b/model_answer/m.jsonl")
    try write([], to: "b/model_judgment/x_single.jsonl")
    let outcome = try Program().run(
      arguments("import", try TemporaryFolder.current.file("b"), "--json"))
    #expect(outcome.status == 0)
    let rows = try #require(outcome.json()["rows"] as? [[String: Any]])
    #expect(rows.map { $0["kind"] as? String } == ["answers", "judgments"])
    #expect(rows.allSatisfy { $0["added"] as? Int == 0 && $0["rejected"] as? Int == 0 })
  }

  @Test func `an unknown format names the known ones`() throws {
    try write(Array("\(DamagedFile.good)\n".utf8), to: "x.jsonl")
    let outcome = try Program().run(
      arguments("import", try TemporaryFolder.current.file("x.jsonl"), "--input-format", "inspect"))
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("known are fastchat, arena_hard, scores"))
  }

  @Test func `killed at any moment, an import can be done again`() async throws {
    let folder = try TemporaryFolder.current
    let lines = (0..<6_000).map { DamagedFile.judgment(question: $0, score: $0 % 10 + 1) }
    for part in 0..<6 {
      let share = lines[(part * 1_000)..<((part + 1) * 1_000)].joined(separator: "\n")
      try write(Array((share + "\n").utf8), to: "b/model_judgment/j\(part)_single.jsonl")
    }
    let undisturbed = try Program().run(
      ["--store", folder.file("whole.db"), "import", folder.file("b"), "--json"])
    #expect(undisturbed.status == 0)
    var random = SeededRandom(seed: 9)
    for _ in 0..<8 {
      let seconds = Double(random.int(1...400)) / 1_000
      _ = try Program().runAndKill(arguments("import", folder.file("b")), after: seconds)
    }
    #expect(try Program().run(arguments("import", folder.file("b"))).status == 0)
    #expect(try await digests("store.db") == digests("whole.db"))
  }

  /// What a store of the test's folder holds, kind by kind.
  private func digests(_ name: String) async throws -> [TableDigest] {
    let path = try TemporaryFolder.current.file(name)
    let store = try await Store.open(StoreURL(path), access: .readWrite)
    #expect(try await store.integrityProblems().isEmpty)
    return try await store.contentDigest()
  }

  private func arguments(_ rest: String...) throws -> [String] {
    ["--store", try TemporaryFolder.current.file("store.db")] + rest
  }
}

/// Writes a file of the test's folder, made with the folders above it.
func write(_ bytes: [UInt8], to name: String) throws {
  let url = URL(filePath: try TemporaryFolder.current.file(name))
  try FileManager.default.createDirectory(
    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(bytes).write(to: url)
}
