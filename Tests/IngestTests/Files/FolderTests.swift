import Foundation
import TestSupport
import Testing

@testable import Ingest

/// Folders as people have them.
@Suite(.temporaryFolder)
struct FolderTests {
  @Test func `scripts, pictures, sockets and large files of something else are counted`()
    async throws
  {
    let folder = try TemporaryFolder.current
    try write([Samples.judgment(score: "7")], to: "b/model_judgment/x_single.jsonl")
    for name in ["README.md", "run.sh", "show.py", "LICENSE", "notes.txt", "empty.txt"] {
      try write([name == "empty.txt" ? "" : "some text"], to: "b/\(name)")
    }
    var random = SeededRandom(seed: 3)
    for name in ["p.png", "p.json", "p.jsonl", "p.csv", "p.txt"] {
      _ = try folder.write(random.bytes(count: 300_000), to: "b/\(name)")
    }
    let large = "{\"data\": [" + String(repeating: "1, ", count: 7_000_000) + "1]}"
    try write([large], to: "b/large.json")
    try write(["[", "{\"question_id\": 1}", "]"], to: "b/pretty.json")
    #expect(makePipe(folder.file("b/pipe.jsonl")))
    #expect(makeSocket(folder.file("b/s.jsonl")))
    let store = try await makeStore()
    let summary = try await store.importing([folder.file("b")])
    #expect(summary.totals == (1, 0, 0))
    #expect(summary.problems == [])
    #expect(summary.otherFileCount == 15)
  }

  @Test func `a pipe given by name is refused at once, not waited for`() throws {
    let path = try TemporaryFolder.current.file("p.jsonl")
    #expect(makePipe(path))
    #expect(throws: ImportError.noFile(path: path)) {
      try Importer.plan([path], Importer.Options(person: "tests"))
    }
  }

  @Test(arguments: [
    (["*.csv"], ["a.jsonl", "old/b.jsonl", "old/deep/c.jsonl"], 1),
    (["old"], ["a.jsonl", "x.csv"], 2),
    (["old/*"], ["a.jsonl", "x.csv"], 2),
    (["old/deep"], ["a.jsonl", "old/b.jsonl", "x.csv"], 1),
    (["b.*", "a.jsonl"], ["old/deep/c.jsonl", "x.csv"], 2),
    (["[ab].jsonl"], ["old/deep/c.jsonl", "x.csv"], 2),
    (["b", "nothing", "OLD"], ["a.jsonl", "old/b.jsonl", "old/deep/c.jsonl", "x.csv"], 0),
  ])
  func `exclusions fit names and paths below the given one`(
    patterns: [String], left: [String], excluded: Int
  ) async throws {
    for name in ["a.jsonl", "old/b.jsonl", "old/deep/c.jsonl"] {
      try write([Samples.judgment(score: "7")], to: "b/\(name)")
    }
    try write(["model,judge,question_id,turn,score", "m,j,1,1,5"], to: "b/x.csv")
    let root = try TemporaryFolder.current.file("b")
    var options = Importer.Options(person: "tests")
    options.exclude = patterns
    let plan = try Importer.plan([root], options)
    let names = plan.files.map { $0.path.dropFirst(root.count + 1) }
    #expect(Set(names) == Set(left.map { $0[...] }))
    #expect(plan.excludedFileCount == excluded)
    #expect(plan.otherFileCount == 0)
  }

  @Test func `an excluded file beside the folder is not taken along`() throws {
    try write([Samples.judgment(score: "7")], to: "b/model_judgment/x_single.jsonl")
    try write([Samples.template(name: "p", body: "{question}")], to: "judge_prompts.jsonl")
    var options = Importer.Options(person: "tests")
    let root = try TemporaryFolder.current.file("b")
    #expect(try Importer.plan([root], options).files.count == 2)
    options.exclude = ["judge_prompts*"]
    #expect(try Importer.plan([root], options).files.count == 1)
  }

  @Test func `when everything is excluded, the error says so`() throws {
    let path = try write([Samples.judgment(score: "7")], to: "b/x.jsonl")
    var options = Importer.Options(person: "tests")
    options.exclude = ["*"]
    #expect(throws: ImportError.nothingToImport(path: path, excluded: 1)) {
      try Importer.plan([path], options)
    }
    options.exclude = [""]
    #expect(throws: ImportError.emptyExclusion) { try Importer.plan([path], options) }
  }

  /// Makes a pipe with a name.
  private func makePipe(_ path: String) -> Bool { unsafe mkfifo(path, 0o600) == 0 }

  /// Makes a socket with a name.
  private func makeSocket(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8) + [0]
    guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { return false }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }
}
