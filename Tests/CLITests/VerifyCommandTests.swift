import Foundation
import Storage
import TestSupport
import Testing

/// `verify` and `backup`, on whole and on damaged stores.
@Suite(.temporaryFolder)
struct VerifyCommandTests {
  @Test func `a whole store is clean and unchanged`() throws {
    let store = try copy()
    let before = try TemporaryFolder.bytes(of: store)
    let outcome = try Program().run(["--store", store, "verify", "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try rows(outcome)
    let checks = rows.filter { $0["digest"] is NSNull }.compactMap { $0["check"] as? String }
    #expect(
      checks == [
        "integrity", "references", "texts", "prompts", "rejects", "ledger", "rollups", "content",
      ])
    #expect(rows.compactMap { $0["digest"] as? String }.allSatisfy { $0.count == 64 })
    #expect(try TemporaryFolder.bytes(of: store) == before)
  }

  /// What is done to a store, and the check that must tell it.
  @Test(arguments: [
    ("UPDATE board_models SET score_sum = score_sum + 1 WHERE n > 0", "rollups"),
    ("UPDATE board_models SET edition = 7", "rollups"),
    ("DELETE FROM board_models", "rollups"),
    ("DELETE FROM board_judgments", "rollups"),
    ("DELETE FROM board_contexts", "rollups"),
    ("UPDATE texts SET content = content || 'x' WHERE id = 1", "texts"),
    ("UPDATE prompts SET prompt_key = zeroblob(16) WHERE id = 1", "prompts"),
    ("PRAGMA foreign_keys = OFF; DELETE FROM models WHERE id = 1", "references"),
  ])
  func `damage is found and told`(sql: String, check: String) async throws {
    let store = try copy()
    try await change(store, sql)
    let outcome = try Program().run(["--store", store, "verify", "--json"])
    #expect(outcome.status == 2)
    let damaged = try rows(outcome).filter { $0["state"] as? String == "damaged" }
    #expect(damaged.contains { $0["check"] as? String == check })
    #expect(outcome.errors.contains("scorehouse: \(check): "))
    #expect(outcome.errorLines.count < 100)
  }

  @Test func `wrong boards are computed anew, and nothing else is touched`() async throws {
    let store = try copy()
    let content = try contents(store)
    try await change(store, "DELETE FROM board_judgments; UPDATE board_models SET n = n + 1")
    #expect(try Program().run(["--store", store, "verify"]).errors.contains("--rebuild"))
    #expect(try Program().run(["--store", store, "verify", "--rebuild"]).status == 0)
    #expect(try contents(store) == content)
    try await change(store, "UPDATE texts SET content = content || 'x' WHERE id = 1")
    #expect(try Program().run(["--store", store, "verify", "--rebuild"]).status == 2)
  }

  @Test func `pages of nonsense end with status 2, not with a crash`() throws {
    let store = try copy()
    let file = try FileHandle(forUpdating: URL(filePath: store))
    for page in [0, 5, 9, 20] {
      try file.seek(toOffset: UInt64(page * 16_384 + 100))
      try file.write(contentsOf: Data(repeating: 0xA5, count: 9_000))
    }
    try file.close()
    let outcome = try Program().run(["--store", store, "verify"])
    #expect(outcome.status == 2)
    #expect(!outcome.errors.isEmpty)
  }

  @Test func `a backup holds what the store holds, and never replaces a file`() throws {
    let store = try ExampleStore.path.get()
    let folder = try TemporaryFolder.current
    let path = folder.file("copy.db")
    let outcome = try Program().run(["--store", store, "backup", path, "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect((try rows(outcome).first?["bytes"] as? Int ?? 0) > 100_000)
    #expect(try folder.names() == ["copy.db"])
    #expect(try contents(path) == contents(store))
    let again = try Program().run(["--store", store, "backup", path])
    #expect(again.status == 1)
    #expect(again.errorLines.count == 1)
    #expect(again.errors.contains("already"))
  }

  @Test func `a backup that cannot be finished leaves nothing behind`() throws {
    let folder = try TemporaryFolder.current
    // The signal would end the program before it can tidy up.
    let outcome = try Program.shell(
      "trap '' XFSZ; ulimit -f 300; \"$0\" --store \"$1\" backup \"$2\"",
      [Program.path, try ExampleStore.path.get(), folder.file("copy.db")])
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1)
    #expect(try folder.names() == [])
  }

  @Test(arguments: ["verify", "backup"])
  func `a missing store is not made`(verb: String) throws {
    let folder = try TemporaryFolder.current
    let outcome = try Program().run(
      ["--store", folder.file("none.db"), verb] + (verb == "backup" ? [folder.file("b.db")] : []))
    #expect(outcome.status == 1)
    #expect(try folder.names() == [])
  }

  @Test(.timeLimit(.minutes(20)))
  func `a small share of the soak`() throws {
    let outcome = try Program.shell(
      "SCOREHOUSE_TEST_DATA=/nonexistent exec \"$0\" 2 --program \"$1\"",
      [Repository.root + "/scripts/soak", Program.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  // MARK: - Private

  private func copy() throws -> String {
    let path = try TemporaryFolder.current.file("store.db")
    let outcome = try Program().run(["--store", try ExampleStore.path.get(), "backup", path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return path
  }

  private func contents(_ store: String) throws -> [String] {
    try rows(try Program().run(["--store", store, "verify", "--json"]))
      .compactMap { $0["digest"] as? String }
  }

  private func rows(_ outcome: Program.Outcome) throws -> [[String: Any]] {
    try outcome.json()["rows"] as? [[String: Any]] ?? []
  }

  /// Changes a store behind the program's back.
  private func change(_ store: String, _ sql: String) async throws {
    let database = try Database(.sqlite(path: store), access: .readWrite)
    try await database.withWriter { try $0.execute(script: sql) }
  }
}
