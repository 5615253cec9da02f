import Foundation
import Storage
import Synchronization
import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// Files that change, grow or go while they are read.
@Suite(.temporaryFolder)
struct ChangingFileTests {
  private static let count = 3_000
  /// Together more than is read ahead of the writing.
  private static let text = String(repeating: "fine ", count: 1_200)

  /// How a file is read: twice where its clock could hide a change, or once.
  enum Reading: CaseIterable {
    case twice, once
  }

  @Test(arguments: Reading.allCases)
  func `what is appended during an import comes with the next one`(
    _ reading: Reading
  ) async throws {
    let store = try await makeStore()
    let path = try await writeJudgments(ending: "\n", reading)
    let rest = (1...50).map { Samples.judgment(id: "\(Self.count + $0)", score: "3") }
    let summary = try await importing(path, into: store) {
      try append(rest.joined(separator: "\n") + "\n", to: path)
    }
    #expect(summary.problems == [])
    #expect(summary.totals == (Self.count, 0, 0))
    #expect(try await store.importing([path]).totals == (50, Self.count, 0))
  }

  @Test(arguments: Reading.allCases)
  func `a line that is being written is left for the next import`(
    _ reading: Reading
  ) async throws {
    let store = try await makeStore()
    let empty = try await store.contentDigest()
    let path = try await writeJudgments(ending: "\n{\"question_id\": 1, \"mod", reading)
    let summary = try await importing(path, into: store) { try append("el\"", to: path) }
    #expect(summary.files.isEmpty)
    #expect(summary.problems.count == 1)
    #expect(summary.problems.first?.contains("is being written to") == true)
    #expect(try await store.contentDigest() == empty)
  }

  @Test(arguments: Reading.allCases)
  func `a file that is another one at the second look is refused whole`(
    _ reading: Reading
  ) async throws {
    let store = try await makeStore()
    let empty = try await store.contentDigest()
    let path = try await writeJudgments(ending: "\n", reading)
    let length = try TemporaryFolder.bytes(of: path).count
    let summary = try await importing(path, into: store) {
      // Where it was read already.
      try overwrite(at: reading == .once ? Self.text.utf8.count / 2 : length - 20, of: path)
    }
    #expect(summary.files.isEmpty)
    #expect(summary.problems.first?.contains("changed while it was read") == true)
    #expect(try await store.contentDigest() == empty)
  }

  @Test func `a change of what was still to be read comes with it`() async throws {
    let store = try await makeStore()
    let path = try await writeJudgments(ending: "\n", .once)
    let length = try TemporaryFolder.bytes(of: path).count
    let summary = try await importing(path, into: store) {
      try overwrite(at: length - Self.text.utf8.count, of: path)
    }
    #expect(summary.problems == [])
    #expect(summary.totals == (Self.count, 0, 0))
    // The file as it is now is known, byte for byte.
    #expect(try await store.importing([path]).totals == (0, Self.count, 0))
  }

  @Test func `a file that is gone when its turn comes is told, and the others come in`()
    async throws
  {
    let store = try await makeStore()
    let path = try write([Samples.judgment(score: "7")], to: "b/model_judgment/x_single.jsonl")
    try write([Samples.judgment(score: "8")], to: "b/model_judgment/y_single.jsonl")
    let options = Importer.Options(person: "tests")
    let plan = try Importer.plan([try TemporaryFolder.current.file("b")], options)
    try FileManager.default.removeItem(atPath: path)
    let summary = try await Importer(store).run(plan, options)
    #expect(summary.totals == (1, 0, 0))
    #expect(summary.problems == ["cannot open \(path): No such file or directory"])
    let told = try await Importer.dryRun(plan, options, into: store)
    #expect(told.problems == summary.problems)
  }

  @Test func `a line of 100 MB is kept aside with its place, length and digest`() async throws {
    let folder = try TemporaryFolder.current
    let good = Array((Samples.judgment(score: "7") + "\n").utf8)
    let long = Array(repeating: UInt8(ascii: "x"), count: 100_000_000)
    let path = try folder.write(
      try Gzip.member(good + long + [0x0A] + good), to: "x.jsonl.gz")
    let store = try await makeStore()
    let summary = try await store.importing([path], benchmark: "b")
    #expect(summary.totals == (2, 0, 1))
    let row = try await store.database.read { connection in
      try connection.first(
        "SELECT line, byte_offset, byte_count, content_digest, length(content) FROM rejects"
      ) { row in
        (
          line: try row.int(0), offset: try row.int(1), count: try row.int(2),
          digest: Key(try row.bytes(3)), kept: try row.int(4)
        )
      }
    }
    let reject = try #require(row)
    #expect(reject.line == 2)
    #expect(reject.offset == good.count)
    #expect(reject.count == long.count)
    #expect(reject.digest == Key(of: long))
    #expect(reject.kept == 65_536)
  }

  // MARK: - Support

  private func writeJudgments(ending: String, _ reading: Reading) async throws -> String {
    let lines = (0..<Self.count).map { Samples.judgment(id: "\($0)", text: Self.text, score: "7") }
    let path = try write(lines, to: "b/model_judgment/x_single.jsonl", ending: ending)
    switch reading {
    case .twice:
      try FileManager.default.setAttributes(
        [.modificationDate: Date.now + 3_600], ofItemAtPath: path)
    case .once: try await letFileClockPass()
    }
    return path
  }

  /// Imports, and does something once the records are being read.
  private func importing(
    _ path: String, into store: Store, _ body: @escaping @Sendable () throws -> Void
  ) async throws -> ImportSummary {
    let options = Importer.Options(person: "tests")
    let plan = try Importer.plan([path], options)
    let pending = Mutex<(@Sendable () throws -> Void)?>(body)
    return try await Importer(store).run(plan, options) { _, _ in
      let body = pending.withLock { body in
        defer { body = nil }
        return body
      }
      do { try body?() } catch { Issue.record(error) }
    }
  }
}

/// Writes a digit into a file.
private func overwrite(at offset: Int, of path: String) throws {
  let handle = try #require(FileHandle(forWritingAtPath: path))
  try handle.seek(toOffset: UInt64(offset))
  try handle.write(contentsOf: Data("9".utf8))
  try handle.close()
}

/// Appends to a file.
private func append(_ text: String, to path: String) throws {
  let handle = try #require(FileHandle(forWritingAtPath: path))
  try handle.seekToEnd()
  try handle.write(contentsOf: Data(text.utf8))
  try handle.close()
}
