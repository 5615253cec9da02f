import Foundation
import Query
import Storage
import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// What a first stranger ran into.
@Suite(.eachBackend)
struct StrangerTests {
  @Test func `equal lines cost no more than others`() async throws {
    let line = Samples.judgment(score: "7")
    let store = try await makeStore()
    let summary = try await store.importing(
      [try write(Array(repeating: line, count: 3_000), to: "b/model_judgment/x_single.jsonl")])
    // With a quadratic count this takes half a minute; here only that it ends and is right.
    #expect(summary.totals == (3_000, 0, 0))
  }

  @Test func `a score beyond all integers is shown as it is`() async throws {
    let store = try await makeStore()
    try await store.importing(
      [try write([Samples.judgment(score: "1e19")], to: "b/model_judgment/x_single.jsonl")])
    let report = try await LeaderboardReport(BoardQuery()).run(on: store)
    #expect(report.sections[0].subtitle?.contains("1e+19") == true)
  }

  @Test func `what is said of the judge is no part of answers and questions`() async throws {
    let store = try await makeStore()
    let folder = URL(
      filePath: try write([Samples.question(id: "1", turns: ["a"])], to: "b/question.jsonl")
    ).deletingLastPathComponent().path
    try write([Samples.answer(id: "1", turns: ["x"])], to: "b/model_answer/m.jsonl")
    try write([Samples.judgment(score: "7")], to: "b/model_judgment/x_single.jsonl")
    try await store.importing([folder])
    var options = Importer.Options(person: "tests")
    options.statedJudge.temperature = 0
    let second = try await Importer(store).run([folder], options)
    #expect(second.totals == (1, 2, 0))
    #expect(second.files.first { $0.added == 1 }?.kind == "judgments")
  }

  /// As files come from a Mac and from elsewhere.
  @Test func `names that differ in their bytes alone stay apart, in whatever order`() async throws {
    let files = try ["caf\u{E9}", "cafe\u{301}"].flatMap { name in
      try [
        write(
          [Samples.answer(id: "1", turns: ["\(name.utf8.count)"])],
          to: "b/model_answer/\(name).jsonl"),
        write(
          [Samples.judgment(model: name, score: "7")],
          to: "b/model_judgment/\(name.utf8.count)_single.jsonl"),
      ]
    }
    let store = try await makeStore()
    let summary = try await store.importing([try TemporaryFolder.current.file("b")])
    #expect(summary.totals == (4, 0, 0))
    #expect(try await store.leaderboard().count == 2)
    let findings = try await FindingsReport().run(on: store).rowsByColumn
    #expect(findings.contains { $0["finding"]?.string == "look_alike" })
    let other = try await makeStore()
    for file in files.reversed() { try await other.importing([file]) }
    #expect(try await store.contentDigest() == other.contentDigest())
  }

  @Test func `a figure in front of judgments does not make them figures`() async throws {
    let store = try await makeStore()
    let figure = #"{"question_id": 81, "model": "m", "judge": "gpt-4", "score": 5, "turn": 1}"#
    let summary = try await store.importing(
      [try write([figure, Samples.judgment(score: "7")], to: "b/model_judgment/x_single.jsonl")])
    #expect(summary.totals == (2, 0, 0))
    #expect(summary.files[0].kind == "judgments")
  }

  @Test func `earlier contents of a path keep the file's name, which says the model`() async throws
  {
    let store = try await makeStore()
    let name = "b/model_answer/m.jsonl"
    let first = [Samples.answer(id: "1", turns: ["x"])]
    try await store.importing([try write(first, to: name)])
    try await store.importing(
      [try write(first + [Samples.answer(id: "2", turns: ["y"])], to: name)])
    let folder = try TemporaryFolder.current.file("exported")
    _ = try await FastChatExporter(store).export(to: folder)
    let again = try await makeStore()
    try await again.importing([folder])
    let models = try await ListReport(.models).run(on: again)
    #expect(models.rowsByColumn.map { $0["name"] } == [.text("m")])
  }

  @Test func `a header that is nearly one of scores is told what it lacks`() async throws {
    let store = try await makeStore()
    let path = try write(["model,judge,turn,score", "m,j,1,5"], to: "x.csv")
    let summary = try await store.importing([path])
    #expect(summary.files.isEmpty)
    #expect(summary.problems.first?.contains("lacks the column question_id") == true)
  }

  @Test func `a row of a table that cannot be read is kept as it stood`() async throws {
    let store = try await makeStore()
    let bad = [#"m,j,"3"x,1,5"#, "m,j,4,1", "m,j,5,1,many"]
    let lines = ["model,judge,question_id,turn,score", "m,j,1,1,5"] + bad + ["m,j,2,1,6"]
    let summary = try await store.importing([try write(lines, to: "x.csv")])
    #expect(summary.totals == (2, 0, 3))
    #expect(summary.files[0].firstRejects.map(\.line) == [3, 4, 5])
    let kept = try await store.rejects()
    #expect(kept.map(\.content) == bad.map { $0 + "\n" })
    let text = lines.joined(separator: "\n")
    for reject in kept {
      let start = text.utf8.index(text.startIndex, offsetBy: reject.byteOffset)
      #expect(text[start...].hasPrefix(reject.content.dropLast()))
    }
  }
}

extension Store {
  /// What was kept of the records that could not be imported, in order of their lines.
  fileprivate func rejects() async throws -> [(byteOffset: Int, content: String)] {
    try await database.read { connection in
      try connection.all("SELECT byte_offset, content FROM rejects ORDER BY line") { row in
        (try row.int(0), String(decoding: try row.bytes(1), as: UTF8.self))
      }
    }
  }
}
