import Storage
import TestSupport
import Testing

/// The schema goes forward one whole step at a time, or not at all.
@Suite(.temporaryFolder) struct MigratorTests {
  private static func migration(_ version: Int, _ sql: String, checksum: String? = nil) -> Migration
  {
    Migration(
      version: version, name: "step_\(version)", sql: sql, checksum: checksum ?? "sum of \(sql)")
  }

  private static let first = migration(1, "CREATE TABLE a (id {PK}, n {INT}) {STRICT};")
  private static let second = migration(
    2, "CREATE TABLE b (id {PK}) {STRICT}; INSERT INTO a (n) VALUES (2);")
  private static let third = migration(3, "INSERT INTO a (n) VALUES (3);")

  private static func migrator(_ migrations: Migration...) -> Migrator {
    Migrator(migrations: migrations, toolVersion: "9.8.7")
  }

  private func apply(
    _ migrator: Migrator, to database: Database, now: Int64 = 5
  ) async throws -> [Int] {
    try await database.withWriter { try migrator.migrate($0, now: now).map(\.version) }
  }

  private func states(_ migrator: Migrator, _ database: Database) async throws -> [String] {
    try await database.read { connection in
      try migrator.status(connection).map { "\($0.version) \($0.state.rawValue)" }
    }
  }

  private func checkError(_ migrator: Migrator, _ database: Database) async -> MigrationError? {
    do {
      try await database.read { try migrator.check($0) }
      return nil
    } catch {
      return error as? MigrationError
    }
  }

  /// Everything that a migration could have touched.
  private func content(_ database: Database, _ backend: Backend) async throws -> [String] {
    try await database.read { connection in
      try backend.definitions(connection)
        + connection.texts("SELECT version || checksum FROM schema_migrations ORDER BY version")
        + connection.texts("SELECT CAST(n AS TEXT) FROM a ORDER BY id")
    }
  }

  @Test(arguments: Backend.available)
  func `what is pending is applied once, in order`(backend: Backend) async throws {
    let database = try backend.freshDatabase()
    let migrator = Self.migrator(Self.first, Self.second, Self.third)
    #expect(try await states(migrator, database) == ["1 pending", "2 pending", "3 pending"])
    #expect(try await apply(Self.migrator(Self.first), to: database) == [1])
    #expect(try await states(migrator, database) == ["1 applied", "2 pending", "3 pending"])
    #expect(try await apply(migrator, to: database) == [2, 3])
    #expect(try await states(migrator, database) == ["1 applied", "2 applied", "3 applied"])
    #expect(try await apply(migrator, to: database) == [])
    let rows = try await database.read { try $0.integers("SELECT n FROM a ORDER BY id") }
    #expect(rows == [2, 3])
  }

  @Test(arguments: Backend.available)
  func `what was applied is written down`(backend: Backend) async throws {
    let database = try backend.freshDatabase()
    let migrator = Self.migrator(Self.first)
    _ = try await apply(migrator, to: database, now: 1_700_000_000_000_000_001)
    let row = try await database.read { connection in
      try connection.texts(
        """
        SELECT version || ' ' || name || ' ' || applied_at || ' ' || tool_version
        FROM schema_migrations
        """)
    }
    #expect(row == ["1 step_1 1700000000000000001 9.8.7"])
    let status = try await database.read { try migrator.status($0) }
    #expect(status.map(\.appliedAt) == [1_700_000_000_000_000_001])
    #expect(status.map(\.name) == ["step_1"])
  }

  @Test(
    arguments: Backend.available,
    [
      migration(1, first.sql, checksum: "another"),
      Migration(version: 1, name: "other", sql: first.sql, checksum: first.checksum),
    ])
  func `a migration that changed is refused and nothing is touched`(
    backend: Backend, changed: Migration
  ) async throws {
    let database = try backend.freshDatabase()
    _ = try await apply(Self.migrator(Self.first), to: database)
    let before = try await content(database, backend)
    let migrator = Self.migrator(changed, Self.second)
    #expect(try await states(migrator, database) == ["1 changed", "2 pending"])
    let expected = MigrationError.changed(version: 1, name: changed.name)
    await #expect(throws: expected) { try await apply(migrator, to: database) }
    #expect(await checkError(migrator, database) == expected)
    #expect(try await content(database, backend) == before)
    #expect(expected.description.contains("migration 1 (\(changed.name))"))
    #expect(!expected.description.contains("\n"))
  }

  @Test(arguments: Backend.available)
  func `a newer store is refused and says which step is unknown`(backend: Backend) async throws {
    let database = try backend.freshDatabase()
    _ = try await apply(Self.migrator(Self.first, Self.second, Self.third), to: database)
    let before = try await content(database, backend)
    let older = Self.migrator(Self.first)
    #expect(try await states(older, database) == ["1 applied", "2 unknown", "3 unknown"])
    let expected = MigrationError.newer(version: 3, name: "step_3", known: 1)
    await #expect(throws: expected) { try await apply(older, to: database) }
    #expect(await checkError(older, database) == expected)
    #expect(try await content(database, backend) == before)
    #expect(expected.description.contains("migration 3 (step_3)"))
    #expect(!expected.description.contains("\n"))
  }

  @Test(arguments: Backend.available)
  func `an older store is refused until it is migrated`(backend: Backend) async throws {
    let database = try backend.freshDatabase()
    let migrator = Self.migrator(Self.first, Self.second)
    #expect(await checkError(migrator, database) == .pending(version: 1, name: "step_1"))
    _ = try await apply(Self.migrator(Self.first), to: database)
    let expected = MigrationError.pending(version: 2, name: "step_2")
    #expect(await checkError(migrator, database) == expected)
    #expect(expected.description.contains("scorehouse migrate"))
    _ = try await apply(migrator, to: database)
    #expect(await checkError(migrator, database) == nil)
  }

  @Test(
    arguments: Backend.available,
    [
      "CREATE TABLE c (id {PK}) {STRICT}; INSERT INTO a (n) VALUES (9); SELEKT 1; DELETE FROM a;",
      "INSERT INTO a (n) VALUES (9); INSERT INTO a (id, n) VALUES (1, 1), (1, 2);",
      "DROP TABLE b; INSERT INTO nowhere (n) VALUES (1);",
    ])
  func `a step that fails leaves the store where it was`(
    backend: Backend, sql: String
  ) async throws {
    let database = try backend.freshDatabase()
    _ = try await apply(Self.migrator(Self.first, Self.second), to: database)
    let before = try await content(database, backend)
    let broken = Self.migrator(Self.first, Self.second, Self.migration(3, sql))
    await #expect(throws: StorageError.self) { try await apply(broken, to: database) }
    #expect(try await content(database, backend) == before)
    #expect(try await states(broken, database) == ["1 applied", "2 applied", "3 pending"])
    let mended = Self.migrator(Self.first, Self.second, Self.third)
    #expect(try await apply(mended, to: database) == [3])
  }

  @Test(arguments: Backend.available)
  func `steps before a failing one are kept`(backend: Backend) async throws {
    let database = try backend.freshDatabase()
    let broken = Self.migrator(Self.first, Self.second, Self.migration(3, "SELEKT 1"))
    await #expect(throws: StorageError.self) { try await apply(broken, to: database) }
    #expect(try await states(broken, database) == ["1 applied", "2 applied", "3 pending"])
  }

  @Test(.timeLimit(.minutes(10)), arguments: Backend.available)
  func `of many migrators at once each step is taken by one`(backend: Backend) async throws {
    for _ in 0..<5 {
      let store = try backend.freshStore()
      let migrator = Self.migrator(Self.first, Self.second, Self.third)
      let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
        for _ in 0..<4 {
          group.addTask { try await apply(migrator, to: try store.open(.create)) }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(applied.sorted() == [1, 2, 3])
      let rows = try await store.open(.readOnly).read { try $0.integers("SELECT n FROM a") }
      #expect(rows == [2, 3])
    }
  }
}
