import Foundation
import TestSupport
import Testing

/// `init`.
@Suite(.temporaryFolder)
struct InitCommandTests {
  @Test func `it makes an empty store once`() throws {
    let first = try run(["init", "--json"])
    #expect(first.status == 0)
    #expect((try first.json()["rows"] as? [Any])?.isEmpty == true)
    #expect(first.output.contains("was made"))
    #expect(try run(["init"]).output.contains("is there already"))
    #expect(try run(["status"]).status == 0)
  }

  @Test(
    .enabled(if: RealFiles.areThere),
    arguments: [
      "", "fastchat/llm_judge/data/mt_bench", "fastchat/llm_judge/data", "fastchat/llm_judge",
      "fastchat",
    ])
  func `it brings the benchmark from any folder of a checkout`(place: String) throws {
    try layOut(in: "checkout/fastchat/llm_judge/data")
    let folder = try TemporaryFolder.current.file("checkout/" + place)
    let outcome = try run(["init", "--with", "mt_bench", "--from", folder, "--json"])
    #expect(try counts(outcome) == ["prompts": 8, "questions": 80, "references": 30])
    let again = try run(["init", "--with", "mt_bench", "--from", folder, "--json"])
    #expect(try counts(again) == ["prompts": 0, "questions": 0, "references": 0])
  }

  @Test(.enabled(if: RealFiles.areThere))
  func `it downloads the benchmark, and leaves nothing else behind`() throws {
    try layOut(in: "mirror")
    let folder = try TemporaryFolder.current
    let outcome = try download(from: "file://" + folder.file("mirror"))
    #expect(outcome.errors == "")
    #expect(try counts(outcome) == ["prompts": 8, "questions": 80, "references": 30])
    let paths = (try outcome.json()["rows"] as? [[String: Any]])?.map { $0["path"] as? String }
    #expect(
      paths == [
        "judge_prompts.jsonl", "mt_bench/question.jsonl", "mt_bench/reference_answer/gpt-4.jsonl",
      ])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("tmp")).isEmpty)
  }

  @Test(.enabled(if: RealFiles.areThere))
  func `a file that is not the published one is refused, and no store is made`() throws {
    try layOut(in: "mirror")
    let folder = try TemporaryFolder.current
    var bytes = try TemporaryFolder.bytes(of: folder.file("mirror/mt_bench/question.jsonl"))
    bytes[1_000] ^= 1
    try write(bytes, to: "mirror/mt_bench/question.jsonl")
    try expectNothingDone(
      try download(from: "file://" + folder.file("mirror")),
      "is not the file that FastChat published")
  }

  @Test func `what cannot be downloaded is one line, and no store is made`() throws {
    let missing = "file://" + (try TemporaryFolder.current.file("nowhere"))
    try expectNothingDone(try download(from: missing), "cannot be downloaded")
    // Nobody listens there.
    try expectNothingDone(try download(from: "http://127.0.0.1:1/"), "cannot be downloaded")
    let server = try LoopbackServer(
      answering: "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    try expectNothingDone(
      try download(from: server.url("")), "returned error: 404")
    let other = try LoopbackServer(
      answering: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
    try expectNothingDone(
      try download(from: other.url("")), "is not the file that FastChat")
    let cut = try LoopbackServer(
      answering: "HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\nhello")
    try expectNothingDone(
      try download(from: cut.url("")), "cannot be downloaded")
    try expectNothingDone(
      try download(from: missing, path: "/nowhere"),
      "the program curl, which downloads, cannot be run")
  }

  @Test func `wrong usage and a folder without questions are told`() throws {
    let folder = try TemporaryFolder.current
    #expect(try run(["init", "--from", "x"]).status == 64)
    #expect(try run(["init", "--with", "vicuna"]).status == 64)
    let outcome = try run(["init", "--with", "mt_bench", "--from", folder.path])
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("there is no question.jsonl"))
    #expect(try folder.names().isEmpty)
  }

  // MARK: - Support

  /// FastChat's folder `data`, with the files of MT-Bench.
  private func layOut(in data: String) throws {
    for (name, place) in [
      ("question.jsonl", "mt_bench/question.jsonl"), ("judge_prompts.jsonl", "judge_prompts.jsonl"),
      ("reference_answer/gpt-4.jsonl", "mt_bench/reference_answer/gpt-4.jsonl"),
    ] {
      let bytes = try TemporaryFolder.bytes(of: RealFiles.path("fastchat/mt_bench/" + name))
      try write(bytes, to: data + "/" + place)
    }
  }

  private func run(_ arguments: [String]) throws -> Program.Outcome {
    try Program().run(["--store", try TemporaryFolder.current.file("store.db")] + arguments)
  }

  private func download(from url: String, path: String? = nil) throws -> Program.Outcome {
    let folder = try TemporaryFolder.current
    try FileManager.default.createDirectory(
      atPath: folder.file("tmp"), withIntermediateDirectories: true)
    var program = Program()
    program.environment = ["SCOREHOUSE_MT_BENCH_URL": url, "TMPDIR": folder.file("tmp")]
    if let path { program.environment["PATH"] = path }
    return try program.run(
      ["--store", folder.file("store.db"), "init", "--with", "mt_bench", "--json"])
  }

  private func counts(_ outcome: Program.Outcome) throws -> [String: Int] {
    let rows = try outcome.json()["rows"] as? [[String: Any]] ?? []
    return Dictionary(
      uniqueKeysWithValues: rows.map { ($0["kind"] as? String ?? "", $0["added"] as? Int ?? -1) })
  }

  private func expectNothingDone(_ outcome: Program.Outcome, _ words: String) throws {
    let folder = try TemporaryFolder.current
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("store.db")))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("tmp")).isEmpty)
  }
}
