import Storage
import TestSupport
import Testing

/// A session for what strangers wrote: the engine itself refuses everything but reading.
@Suite(.temporaryFolder)
struct StorageConformanceReadingTests {
  @Test(arguments: Backend.available)
  func `writing is refused and leaves nothing behind`(backend: Backend) async throws {
    let database = try await filled(backend)
    for sql in [
      "INSERT INTO t (n) VALUES (2)", "UPDATE t SET n = 2", "DELETE FROM t", "DROP TABLE t",
      "CREATE TABLE u (n INTEGER)", "ALTER TABLE t ADD COLUMN m INTEGER",
      "INSERT INTO t (n) VALUES (2) RETURNING n",
      "WITH w AS (SELECT 2 AS n) INSERT INTO t (n) SELECT n FROM w",
    ] {
      let code = await awaitFailure {
        _ = try await database.readRestricted(timeLimit: .seconds(30)) { try $0.integers(sql) }
      }
      #expect(code == .refused, "\(sql)")
    }
    let numbers = try await database.readRestricted(timeLimit: .seconds(30)) {
      try $0.integers("SELECT n FROM t")
    }
    #expect(numbers == [1])
  }

  @Test(arguments: Backend.available)
  func `the store's other sessions are as free as before`(backend: Backend) async throws {
    let database = try await filled(backend)
    _ = try await database.readRestricted(timeLimit: .seconds(5)) {
      try $0.integers("SELECT n FROM t")
    }
    _ = try await database.write { try $0.execute("INSERT INTO t (n) VALUES (2)") }
    #expect(try await database.read { try $0.integers("SELECT n FROM t ORDER BY n") } == [1, 2])
  }

  /// Of itself the query never ends.
  @Test(.timeLimit(.minutes(10)), arguments: Backend.available)
  func `what runs too long is ended`(backend: Backend) async throws {
    let database = try await filled(backend)
    let code = await awaitFailure {
      _ = try await database.readRestricted(timeLimit: .milliseconds(50)) {
        try $0.integers(
          """
          WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)
          SELECT count(*) FROM c
          """)
      }
    }
    #expect(code == .interrupted)
  }

  @Test(arguments: Backend.available)
  func `a name that is not there is told with those that are`(backend: Backend) async throws {
    let database = try await filled(backend)
    let missing = try await database.readRestricted(timeLimit: .seconds(30)) { connection in
      ["SELECT n FROM u", "SELECT m FROM t", "SELECT"].map { sql in
        storageError { _ = try connection.integers(sql) }.flatMap { connection.missingName($0) }
      }
    }
    #expect(missing.map { $0?.kind } == ["table", "column", nil])
    #expect(missing.map { $0?.name } == ["u", "m", nil])
    #expect(missing.map { $0?.known } == [["t"], ["n"], nil])
  }

  @Test(arguments: Backend.available)
  func `a statement says what its columns are called`(backend: Backend) async throws {
    let database = try await filled(backend)
    let names = try await database.read {
      try $0.prepare("SELECT n, n AS other FROM t").columnNames
    }
    #expect(names == ["n", "other"])
  }

  private func filled(_ backend: Backend) async throws -> Database {
    let database = try backend.freshDatabase()
    try await database.write { connection in
      try connection.make("CREATE TABLE t (n {INT}) {STRICT}; INSERT INTO t (n) VALUES (1)")
    }
    return database
  }
}
