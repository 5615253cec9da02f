import Foundation
import Query
import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// `.gz` files as sources.
@Suite(.temporaryFolder)
struct CompressedFileTests {
  private let lines = [
    Samples.answer(id: "1", turns: ["x"]), Samples.answer(id: "2", turns: ["y"]),
  ]

  @Test func `a file and its compressed copy are one source, of one model`() async throws {
    let plain = try write(lines, to: "b/model_answer/org__m-1.5.jsonl")
    let packed = try compress(plain, to: "c/b/model_answer/org__m-1.5.jsonl.gz")
    let store = try await makeStore()
    #expect(try await store.importing([packed]).totals == (2, 0, 0))
    #expect(try await store.importing([plain]).totals == (0, 2, 0))
    let models = try await ListReport(.models).run(on: store)
    #expect(models.rowsByColumn.map { $0["name"] } == [.text("org/m-1.5")])
    #expect(try await store.contentDigest().first { $0.table == "sources" }?.rowCount == 1)
    let other = try await makeStore()
    try await other.importing([plain])
    try await other.importing([packed])
    #expect(try await other.contentDigest() == store.contentDigest())
  }

  @Test func `a file whose compressed copy came just before it adds nothing`() async throws {
    let plain = try write(lines, to: "z/b/model_answer/m.jsonl")
    let packed = try compress(plain, to: "a/b/model_answer/m.jsonl.gz")
    try await letFileClockPass()
    let store = try await makeStore()
    // That it is the same shows only when it was read.
    let summary = try await store.importing([packed, plain])
    #expect(summary.problems == [])
    #expect(summary.totals == (2, 2, 0))
    #expect(try await store.contentDigest().first { $0.table == "sources" }?.rowCount == 1)
    let paths = try await store.contentDigest().first { $0.table == "source_paths" }?.rowCount
    #expect(paths == 2)
  }

  @Test func `an export is plain text, under a name that says so`() async throws {
    let plain = try write(lines, to: "b/model_answer/m.jsonl")
    let packed = try compress(plain, to: "c/b/model_answer/m.jsonl.gz")
    let store = try await makeStore()
    try await store.importing([packed])
    let folder = try TemporaryFolder.current.file("exported")
    let summary = try await FastChatExporter(store).export(to: folder)
    #expect(summary.files.map(\.path) == ["b/model_answer/m.jsonl"])
    let again = try await makeStore()
    try await again.importing([folder])
    #expect(try await again.importing([plain]).totals == (0, 2, 0))
  }

  @Test func `two files that differ by packing only keep names of their own`() async throws {
    let store = try await makeStore()
    let first = try write([lines[0]], to: "b/model_answer/m.jsonl")
    let second = try compress(
      try write([lines[1]], to: "other.jsonl"), to: "b/model_answer/m.jsonl.gz")
    try await store.importing([first])
    try await store.importing([second])
    let folder = try TemporaryFolder.current.file("exported")
    let summary = try await FastChatExporter(store).export(to: folder)
    #expect(summary.files.count == 2)
    #expect(summary.files.allSatisfy { $0.path.hasSuffix("model_answer/m.jsonl") })
    #expect(Set(summary.files.map(\.path)).count == 2)
  }

  @Test func `tables, questions and summaries are read from .gz too`() async throws {
    let store = try await makeStore()
    let csv = try write(["model,judge,question_id,turn,score", "m,j,1,1,5"], to: "x.csv")
    let questions = try write([Samples.question(id: "1", turns: ["a"])], to: "b/question.jsonl")
    let text = try write(
      ["########## First turn ##########", "  score", "model turn", "m 1 5.0"], to: "s.txt")
    let summary = try await store.importing([
      try compress(csv, to: "p/x.csv.gz"), try compress(questions, to: "p/q/question.jsonl.GZ"),
      try compress(text, to: "p/mtbench_m.txt.gz"),
    ])
    #expect(summary.problems == [])
    #expect(summary.files.map(\.kind) == ["questions", "scores", "figures"])
    #expect(summary.files.first?.benchmark == "q")
    #expect(summary.totals == (3, 0, 0))
  }

  @Test func `a compressed file that is not whole is told in one line, and nothing of it stays`()
    async throws
  {
    let many = (0..<5_000).map { Samples.judgment(id: "\($0)", score: "7") }
    let plain = try write(many, to: "x.jsonl")
    let packed = try TemporaryFolder.bytes(of: try compress(plain, to: "whole.jsonl.gz"))
    let folder = try TemporaryFolder.current
    let store = try await makeStore()
    let empty = try await store.contentDigest()
    for (bytes, word) in [
      (Array(packed.dropLast(9)), "cut off"), (packed + [1, 2, 3], "followed by something else"),
      (Array("{}\n".utf8), "holds no gzip data"), ([], "holds no gzip data"),
    ] {
      let path = try folder.write(bytes, to: "y.jsonl.gz")
      let summary = try await store.importing([path], benchmark: "b")
      #expect(summary.files.isEmpty)
      #expect(summary.problems.count == 1)
      #expect(summary.problems.first?.contains(word) == true, "\(summary.problems)")
      #expect(summary.problems.first?.components(separatedBy: "y.jsonl.gz").count == 2)
      #expect(try await store.contentDigest() == empty)
    }
    #expect(try await store.importing([plain], benchmark: "b").totals == (5_000, 0, 0))
  }

  @Test(.enabled(if: RealFiles.areThere))
  func `real files give the same store when they are compressed`() async throws {
    let name = "fastchat/mt_bench"
    let plain = try await makeStore()
    try await plain.importing([RealFiles.path(name)])
    for file in RealFiles.jsonLines(below: name) {
      try compress(RealFiles.path(name + "/" + file), to: "mt_bench/\(file).gz")
    }
    let packed = try await makeStore()
    try await packed.importing([try TemporaryFolder.current.file("mt_bench")])
    let isSame = try await zip(plain.contentDigest(), packed.contentDigest()).map { left, right in
      // The names of the files do differ.
      left == right || left.table == "source_paths"
    }
    #expect(!isSame.contains(false))
  }
}

/// Compresses a file to another of the test's folder.
@discardableResult
func compress(_ path: String, to name: String) throws -> String {
  let target = try TemporaryFolder.current.file(name)
  let url = URL(filePath: target)
  try FileManager.default.createDirectory(
    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(try Gzip.member(try TemporaryFolder.bytes(of: path))).write(to: url)
  return target
}
