import Foundation
import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// A dry run tells what an import would do, and does nothing.
@Suite(.temporaryFolder)
struct DryRunTests {
  /// What both say of a file.
  private struct Line: Equatable {
    let path: String
    let kind: String
    let counts: [Int]
    let rejects: [Int]

    init(_ file: ImportSummary.File) {
      path = file.path
      kind = file.kind
      counts = [file.added, file.existing, file.rejected]
      rejects = file.firstRejects.map(\.line)
    }
  }

  @Test(arguments: SeededRandom.seeds(12))
  func `its numbers are those of the import that follows`(random: SeededRandom) async throws {
    var random = random
    let store = try await makeStore()
    for round in 0..<3 {
      // Few different records: most files share some, and hold some twice.
      for file in 0..<random.int(1...4) {
        let lines = (0..<random.int(0...30)).map { _ in
          random.oneIn(10)
            ? "broken"
            : Samples.judgment(id: "\(random.int(1...12))", score: "\(random.int(1...3))")
        }
        try write(lines, to: "r\(round)/b/model_judgment/j\(file)_single.jsonl")
        if random.oneIn(3) {
          try write(lines, to: "r\(round)/b/model_judgment/copy\(file)_single.jsonl")
        }
      }
      let scores = (0..<random.int(1...9)).map { _ in "m,j,\(random.int(1...5)),math,1,5" }
      try write(
        ["model,judge,question_id,category,turn,score"] + scores, to: "r\(round)/b/x.csv")
      try await compare(
        [try TemporaryFolder.current.file("r\(round)"), try TemporaryFolder.current.file("r0")],
        store)
    }
  }

  @Test(.enabled(if: RealFiles.areThere))
  func `its numbers hold for every real file at once, and again afterwards`() async throws {
    let store = try await makeStore()
    try await compare([RealFiles.path("fastchat")], store)
    try await compare([RealFiles.path("fastchat")], store)
  }

  @Test func `without a store everything is new, and none is made`() async throws {
    try write([Samples.judgment(score: "7")], to: "b/model_judgment/x_single.jsonl")
    let folder = try TemporaryFolder.current
    let options = Importer.Options(person: "tests")
    let plan = try Importer.plan([folder.file("b")], options)
    let summary = try await Importer.dryRun(plan, options, into: nil)
    #expect(summary.totals == (1, 0, 0))
    #expect(summary.files.first?.toldBy == "fields question_id, model, judge, score")
    #expect(try folder.names() == ["b"])
  }

  @Test func `how each file was told apart`() async throws {
    try write([], to: "b/model_judgment/x_single.jsonl")
    try write([], to: "b/question.jsonl")
    try write([Samples.answer(id: "1", turns: ["x"])], to: "b/reference_answer/j.jsonl")
    try write(["model,judge,question_id,turn,score"], to: "b/x.csv")
    try write(["score", "model", "m 5"], to: "b/y.txt")
    try write(["########## Average ##########"], to: "b/z.txt")
    let options = Importer.Options(person: "tests")
    let plan = try Importer.plan([TemporaryFolder.current.file("b")], options)
    let summary = try await Importer.dryRun(plan, options, into: nil)
    let told = summary.files.map { $0.kind + ": " + $0.toldBy }
    #expect(
      told == [
        "questions: name question.jsonl",
        "references: fields question_id, choices in reference_answer",
        "judgments: folder model_judgment",
        "scores: columns model, judge, question_id, turn, score",
        "figures: a table of score", "figures: heading Average",
      ])
  }

  /// Tells, checks that nothing changed, imports, and compares.
  private func compare(_ paths: [String], _ store: Store) async throws {
    let options = Importer.Options(person: "tests")
    let plan = try Importer.plan(paths, options)
    let before = try await store.contentDigest()
    let told = try await Importer.dryRun(plan, options, into: store)
    #expect(try await store.contentDigest() == before)
    let done = try await Importer(store).run(plan, options)
    #expect(told.files.map(Line.init) == done.files.map(Line.init))
    #expect(told.problems == done.problems)
  }
}
