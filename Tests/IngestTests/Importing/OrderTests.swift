import Foundation
import Query
import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// The same files in any order, once or often, end in the same content.
@Suite(.eachBackend)
struct OrderTests {
  @Test(.enabled(if: RealFiles.areThere))
  func `importing everything twice changes nothing`() async throws {
    let store = try await makeStore()
    let first = try await store.importing([RealFiles.path("fastchat")])
    let digest = try await store.contentDigest()
    let second = try await store.importing([RealFiles.path("fastchat")])
    #expect(second.totals.added == 0)
    #expect(second.totals.existing == first.totals.added + first.totals.existing)
    #expect(try await store.contentDigest() == digest)
  }

  /// One import reads a folder in a fixed order; here every file is an import of its own.
  @Test(.enabled(if: RealFiles.areThere), arguments: SeededRandom.seeds(20))
  func `files in any order give the same content`(random: SeededRandom) async throws {
    // Order is a matter of keys, not of engines: a server proves it by a few.
    guard Backend.current == .sqlite || random.seed.isMultiple(of: 5) else { return }
    var random = random
    let store = try await makeStore()
    for path in Self.files.shuffled(using: &random) { try await store.importing([path]) }
    #expect(try await Self.content(store) == Self.contentInOrder.value)
  }

  private static let files = RealFiles.jsonLines(below: "fastchat").map { name in
    "\(RealFiles.path("fastchat"))/\(name)"
  }

  /// Of one import of all files; it is the same on every engine.
  private static let contentInOrder = Task {
    let store = try await makeStore()
    try await store.importing(files)
    return try await content(store)
  }

  // Paths differ by design: a file imported by itself is below its benchmark's parent.
  private static func content(_ store: Store) async throws -> [TableDigest] {
    try await store.contentDigest().filter { $0.table != "source_paths" }
  }

  @Test func `equal lines of one file are counted, equal lines of two are shared`() async throws {
    let line = Samples.judgment(score: "7")
    let store = try await makeStore()
    let first = try await store.importing(
      [try write([line, line, line], to: "b/model_judgment/x_single.jsonl")])
    #expect(first.totals == (3, 0, 0))
    let second = try await store.importing(
      [try write([line, line], to: "b/model_judgment/y_single.jsonl")])
    #expect(second.totals == (0, 2, 0))
    let third = try await store.importing(
      [try write([line, line, line, line], to: "b/model_judgment/z_single.jsonl")])
    #expect(third.totals == (1, 3, 0))
  }

  @Test func `the same record under two benchmarks is two`() async throws {
    let line = Samples.question(id: "1", turns: ["why?"])
    let store = try await makeStore()
    try await store.importing([try write([line], to: "one/question.jsonl")])
    let second = try await store.importing([try write([line], to: "two/question.jsonl")])
    #expect(second.totals == (1, 0, 0))
  }

  @Test func `spelling apart, equal records are one`() async throws {
    let store = try await makeStore()
    try await store.importing(
      [
        try write(
          [#"{"question_id": 1, "category": "a", "turns": ["é", "x"]}"#], to: "b/question.jsonl")
      ])
    let second = try await store.importing(
      [
        try write(
          [#"{"turns":["\u00e9","x"],"category":"a","question_id":1}"#], to: "c/question.jsonl")
      ], benchmark: "b")
    #expect(second.totals == (0, 1, 0))
  }
}
