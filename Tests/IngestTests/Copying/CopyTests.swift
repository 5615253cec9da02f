import Foundation
import Ingest
import Query
import Storage
import TestSupport
import Testing

@testable import Warehouse

/// A store copied from engine to engine holds the same, and a copy can be repeated.
@Suite(.temporaryFolder)
struct CopyTests {
  /// From and to: every pair of engines that are here.
  private static let pairs = Backend.available.flatMap { from in
    Backend.available.map { to in Pair(from: from, to: to) }
  }

  struct Pair: Sendable, CustomTestStringConvertible {
    let from: Backend
    let to: Backend
    var testDescription: String { "\(from.rawValue) to \(to.rawValue)" }
  }

  @Test(arguments: pairs)
  func `a copy has the same digests, and a second one adds nothing`(pair: Pair) async throws {
    let from = try await examples(on: pair.from)
    let to = try await empty(on: pair.to)
    let first = try await from.copy(to: to)
    #expect(first.digests.allSatisfy { $0.from == $0.to })
    #expect(first.tables.map(\.added).reduce(0, +) > 1_000)
    #expect(first.tables.allSatisfy { $0.rowCount == $0.rowCountThere })
    let second = try await from.copy(to: to)
    #expect(second.tables.allSatisfy { $0.added == 0 })
    #expect(try await to.verify().isClean)
  }

  /// What each store alone has meets in both, whichever was copied first.
  @Test(arguments: pairs)
  func `two stores that are copied into each other hold the same`(pair: Pair) async throws {
    let paths = try Samples.threeFiles()
    let one = try await empty(on: pair.from)
    let other = try await empty(on: pair.to)
    try await one.importing([paths[0], paths[1]], benchmark: "b")
    try await other.importing([paths[1], paths[2]], benchmark: "b")
    try await other.importing([Repository.root + "/Examples/pocket_bench/judge_prompts.jsonl"])
    _ = try await one.copy(to: other)
    _ = try await other.copy(to: one)
    #expect(try await one.contentDigest() == other.contentDigest())
    let all = try await empty(on: .sqlite)
    try await all.importing(paths, benchmark: "b")
    #expect(try await all.leaderboard() == one.leaderboard())
    #expect(try await one.verify().isClean)
  }

  @Test(arguments: pairs)
  func `of two times the earlier is kept`(pair: Pair) async throws {
    let path = try Samples.threeFiles()[0]
    let early = try await empty(on: pair.from)
    try await early.importing([path], benchmark: "b")
    let late = try await empty(on: pair.to)
    try await late.importing([path], benchmark: "b")
    _ = try await early.copy(to: late)
    #expect(try await times(late) == times(early))
    _ = try await late.copy(to: early)
    #expect(try await times(late) == times(early))
  }

  @Test(arguments: pairs)
  func `texts can be left out, and come with a later copy`(pair: Pair) async throws {
    let from = try await examples(on: pair.from)
    let to = try await empty(on: pair.to)
    var options = CopyOptions()
    options.withTexts = false
    _ = try await from.copy(to: to, options)
    #expect(try await to.leaderboard() == from.leaderboard())
    #expect(try await to.verify().isClean)
    let bytes = try await to.database.read { connection in
      try connection.first("SELECT coalesce(sum(length(content)), 0) FROM texts") { try $0.int(0) }
    }
    #expect(bytes == 0)
    _ = try await from.copy(to: to)
    let digests = try await (from.contentDigest(), to.contentDigest())
    // Fields without a column were left out with the texts of their record, and stay so.
    #expect(
      digests.0.filter { $0.table != "records" } == digests.1.filter { $0.table != "records" })
  }

  @Test(arguments: pairs)
  func `an experiment can be copied alone, and a dry run copies nothing`(pair: Pair) async throws {
    let paths = try Samples.threeFiles()
    let from = try await empty(on: pair.from)
    for (path, experiment) in zip(paths, ["one", "two", "two"]) {
      var options = Importer.Options(person: "tests")
      options.benchmark = "b"
      options.experiment = experiment
      _ = try await Importer(from).run([path], options)
    }
    var options = CopyOptions()
    options.experiment = "two"
    let to = try await empty(on: pair.to)
    let nothing = try await to.contentDigest()
    options.isDryRun = true
    let rehearsed = try await from.copy(to: to, options)
    #expect(rehearsed.tables.first { $0.name == "sources" }?.added == 2)
    #expect(try await to.contentDigest() == nothing)
    options.isDryRun = false
    let copied = try await from.copy(to: to, options)
    #expect(copied.tables.map(\.added) == rehearsed.tables.map(\.added))
    let alone = try await empty(on: .sqlite)
    try await alone.importing([paths[1], paths[2]], benchmark: "b")
    #expect(try await to.leaderboard() == alone.leaderboard())
    options.experiment = "three"
    await #expect(throws: CopyError.unknownExperiment("three")) {
      try await from.copy(to: to, options)
    }
  }

  /// A template says the scale of judgments, and a rebuilt prompt what they are about: boards must
  /// know it in the very transaction, for a copy may end behind any of them.
  @Test(arguments: pairs)
  func `what explains judgments reaches their boards, whenever it comes`(pair: Pair) async throws {
    let folder = try TemporaryFolder.current
    _ = try Program.shell(
      "cp -r \"$0\" \"$1\" && mv \"$1/judge_prompts.jsonl\" \"$1/model_answer\" \"$2\"",
      [Repository.root + "/Examples/pocket_bench", folder.file("bench"), folder.path])
    let explanations = [folder.file("judge_prompts.jsonl"), folder.file("model_answer")]
    let to = try await empty(on: pair.to)
    try await to.importing([folder.file("bench")], benchmark: "pocket_bench")
    let from = try await empty(on: pair.from)
    try await from.importing([folder.file("bench")], benchmark: "pocket_bench")
    try await from.importing(explanations, benchmark: "pocket_bench")

    try await from.carryPrompts(to: to)
    #expect(try await to.verify().isClean)
    _ = try await from.copy(to: to)
    #expect(try await to.verify().isClean)
    #expect(try await to.leaderboard() == from.leaderboard())
    let new = try await empty(on: pair.to)
    _ = try await from.copy(to: new)
    #expect(try await new.verify().isClean)
  }

  @Test(.enabled(if: RealFiles.areThere && Backend.available.contains(.postgres)))
  func `every real file goes to a server and back`() async throws {
    let from = try await empty(on: .sqlite)
    try await from.importing([RealFiles.path("fastchat")])
    let server = try await empty(on: .postgres)
    _ = try await from.copy(to: server)
    let back = try await empty(on: .sqlite)
    _ = try await server.copy(to: back)
    #expect(try await from.contentDigest() == back.contentDigest())
    let folder = try TemporaryFolder.current
    for (store, name) in [(from, "before"), (back, "behind")] {
      _ = try await FastChatExporter(store).export(to: folder.file(name))
    }
    let differing = try Program.shell(
      "diff -r \"$0\" \"$1\"", [folder.file("before"), folder.file("behind")])
    #expect(differing.status == 0, "\(differing.output.prefix(500))")
  }

  // MARK: - Support

  private func empty(on backend: Backend) async throws -> Store {
    try await Store.open(StoreURL(backend.freshURL()), access: .create)
  }

  private func examples(on backend: Backend) async throws -> Store {
    let store = try await empty(on: backend)
    try await store.importing([Repository.root + "/Examples"])
    return store
  }

  private func times(_ store: Store) async throws -> [Int64] {
    try await store.database.read { connection in
      try connection.all("SELECT recorded_at FROM records ORDER BY record_key") {
        try $0.integer(0)
      }
    }
  }
}

extension Store {
  /// A page of a copy, as if it ended behind it.
  fileprivate func carryPrompts(to target: Store) async throws {
    try await database.read { from in
      let ids = try from.all("SELECT id FROM prompts WHERE resolved_at IS NOT NULL") {
        try $0.integer(0)
      }
      let prompts = try #require(CopiedTable.numbered["prompts"])
      try #require(ids.count > 10)
      try target.database.withOwnConnection { to in
        let carrier = RowCarrier(from: from, to: to, replaced: [:], carried: CarriedRows())
        try to.transaction {
          var unit = CopiedUnit(carrier: carrier, to: to)
          try carrier.carry(prompts, numbered: ids)
          try unit.finish()
        }
      }
    }
  }
}

extension Samples {
  /// Judgments of three models, each in a file of its own; the second and third share a row.
  fileprivate static func threeFiles() throws -> [String] {
    try (0..<3).map { number in
      let lines = (0..<4).map { question in
        judgment(id: "\(number == 0 ? question : question + 10)", score: "\(number + question)")
      }
      return try write(lines, to: "b/model_judgment/j\(number)_single.jsonl")
    }
  }
}
