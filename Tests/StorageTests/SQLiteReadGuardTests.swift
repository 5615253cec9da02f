import Storage
import TestSupport
import Testing

/// What only SQLite has to be kept from.
@Suite(.temporaryFolder)
struct SQLiteReadGuardTests {
  @Test func `files, pragmas, code and transactions are out of reach`() async throws {
    let folder = try TemporaryFolder.current
    let path = folder.file("store.db")
    let database = try Database(.sqlite(path: path), access: .create)
    try await database.write {
      try $0.execute(script: "CREATE TABLE t (n INTEGER) STRICT; CREATE INDEX t_n ON t (n)")
    }
    let before = try folder.names()
    for sql in [
      "ATTACH '\(folder.file("other.db"))' AS o", "VACUUM INTO '\(folder.file("copy.db"))'",
      "PRAGMA writable_schema = 1", "PRAGMA query_only = 0", "PRAGMA journal_mode = DELETE",
      "SELECT load_extension('x')", "SELECT fts3_tokenizer('simple')", "BEGIN IMMEDIATE",
      "SAVEPOINT s", "REINDEX", "ANALYZE", "CREATE TEMP TABLE u (n INTEGER)",
      "CREATE VIRTUAL TABLE u USING fts5(n)", "UPDATE sqlite_schema SET sql = ''", "DETACH main",
      "SELECT * FROM pragma_database_list", "SELECT 1; DELETE FROM t",
    ] {
      let failed = await awaitFailure {
        _ = try await database.readRestricted(timeLimit: .seconds(30)) { try $0.texts(sql) }
      }
      #expect(failed != nil, "\(sql)")
    }
    #expect(try folder.names() == before)
  }

  @Test func `the schema may be looked at, and JSON taken apart`() async throws {
    let database = try Database(
      .sqlite(path: try TemporaryFolder.current.file("store.db")), access: .create)
    try await database.write { try $0.execute(script: "CREATE TABLE t (n INTEGER) STRICT") }
    let found = try await database.readRestricted(timeLimit: .seconds(30)) { connection in
      [
        try connection.texts("SELECT name FROM sqlite_schema"),
        try connection.texts("SELECT name FROM pragma_table_info('t')"),
        try connection.texts("SELECT value FROM json_each('[\"a\"]')"),
      ]
    }
    #expect(found == [["t"], ["n"], ["a"]])
  }
}
