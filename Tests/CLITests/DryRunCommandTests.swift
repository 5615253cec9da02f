import Foundation
import TestSupport
import Testing

/// `import --dry-run` and `--exclude`.
@Suite(.temporaryFolder)
struct DryRunCommandTests {
  @Test func `it says what would come in, and neither makes nor changes a store`() throws {
    let folder = try TemporaryFolder.current
    try write(Array("\(DamagedFile.good)\nbad\n".utf8), to: "b/model_judgment/x_single.jsonl")
    let before = try run("import", folder.file("b"), "--dry-run", "--json", "--strict")
    #expect(before.status == 2)
    #expect(before.errorLines.count == 1)
    #expect(try folder.names() == ["b"])
    let row = try #require((before.json()["rows"] as? [[String: Any]])?.first)
    let keys = "path format kind benchmark judge added existing rejected seconds told_by"
    #expect(Set(row.keys) == Set(keys.split(separator: " ").map(String.init)))
    #expect(row["added"] as? Int == 1)
    #expect(row["rejected"] as? Int == 1)
    #expect(row["told_by"] as? String == "fields question_id, model, judge, score")
    #expect(try run("import", folder.file("b")).status == 0)
    let bytes = try TemporaryFolder.bytes(of: folder.file("store.db"))
    let after = try run("import", folder.file("b"), "--dry-run", "--json")
    let known = try #require((after.json()["rows"] as? [[String: Any]])?.first)
    #expect(known["added"] as? Int == 0)
    #expect(known["existing"] as? Int == 1)
    let now = try TemporaryFolder.bytes(of: folder.file("store.db"))
    #expect(now == bytes)
    let notes = try after.json()["notes"] as? [String]
    #expect(notes?.first == "Dry run: nothing was imported.")
  }

  @Test func `a store of another program is refused as by an import`() throws {
    let folder = try TemporaryFolder.current
    try write(Array("\(DamagedFile.good)\n".utf8), to: "x.jsonl")
    try write(Array("no store".utf8), to: "store.db")
    let outcome = try run("import", folder.file("x.jsonl"), "--dry-run")
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1)
  }

  @Test func `excluded files are counted in a note`() throws {
    let folder = try TemporaryFolder.current
    for name in ["a", "b", "c"] {
      try write(Array("\(DamagedFile.good)\n".utf8), to: "r/model_judgment/\(name)_single.jsonl")
    }
    let outcome = try run(
      "import", folder.file("r"), "--exclude", "a*", "--exclude", "*/b_*", "--json")
    #expect((try outcome.json()["rows"] as? [Any])?.count == 1)
    #expect(
      (try outcome.json()["notes"] as? [String])?.first == "2 files were excluded by --exclude.")
    #expect(try run("import", folder.file("r"), "--exclude", "").status == 64)
  }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try Program().run(["--store", try TemporaryFolder.current.file("store.db")] + arguments)
  }
}
