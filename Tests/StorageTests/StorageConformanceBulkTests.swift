import Storage
import TestSupport
import Testing

/// What every engine must do with many rows at once.
@Suite("StorageConformance: bulk inserts", .temporaryFolder)
struct StorageConformanceBulkTests {
  private static let table =
    "CREATE TABLE items (id {INT} NOT NULL PRIMARY KEY, name TEXT) {STRICT}"

  /// Around the number of rows that one statement takes, and none.
  @Test(arguments: Backend.available, [0, 1, 49, 50, 51, 100, 1_234])
  func `every row arrives once, in whatever number`(backend: Backend, count: Int) async throws {
    let found = try await backend.freshDatabase().write { connection in
      try connection.make(Self.table)
      let insert = BulkInsert(connection, into: "items", columns: ["id", "name"])
      for id in 0..<count { insert.append([.integer(id), .text("name \(id)")]) }
      try insert.finish()
      try insert.finish()
      return try connection.texts("SELECT name FROM items ORDER BY id")
    }
    #expect(found == (0..<count).map { "name \($0)" })
  }

  /// Rows refer to one another across tables: each table is written when its turn has come.
  @Test(arguments: Backend.available)
  func `rows wait until they are written, and are counted then`(backend: Backend) async throws {
    let counts = try await backend.freshDatabase().write { connection in
      try connection.make(Self.table)
      let insert = BulkInsert(
        connection, into: "items", columns: ["id", "name"], conflict: .ignored)
      for id in (0..<130).map({ $0 % 100 }) { insert.append([.integer(id), .null]) }
      let before = try connection.integer("SELECT count(*) FROM items")
      return (before, try insert.finish(), try insert.finish())
    }
    #expect(counts == (0, 100, 0))
  }

  @Test(arguments: Backend.available)
  func `a digest is stored as its bytes`(backend: Backend) async throws {
    let stored = try await backend.freshDatabase().write { connection in
      try connection.make("CREATE TABLE keys (key {BYTES} NOT NULL) {STRICT}")
      let insert = BulkInsert(connection, into: "keys", columns: ["key"])
      insert.append([.digest(high: 0x0102_0304_0506_0708, low: 0xF90A_0B0C_0D0E_0F10)])
      try insert.finish()
      return try connection.first("SELECT key FROM keys") { try $0.bytes(0) }
    }
    #expect(stored == [1, 2, 3, 4, 5, 6, 7, 8, 0xF9, 10, 11, 12, 13, 14, 15, 16])
  }

  @Test(arguments: Backend.available)
  func `a row whose key is there is ignored or refused, as was said`(backend: Backend) async throws
  {
    let outcome = try await backend.freshDatabase().write { connection in
      try connection.make(Self.table)
      let ignoring = BulkInsert(
        connection, into: "items", columns: ["id", "name"], conflict: .ignored)
      for id in (0..<60).map({ $0 % 20 }) { ignoring.append([.integer(id), .null]) }
      try ignoring.finish()
      let refusing = BulkInsert(connection, into: "items", columns: ["id", "name"])
      let code = failure {
        try connection.transaction {
          for id in 15..<90 { refusing.append([.integer(id), .null]) }
          try refusing.finish()
        }
      }
      return (code, try connection.integer("SELECT count(*) FROM items"))
    }
    #expect(outcome.0 == .constraint)
    #expect(outcome.1 == 20)
  }

  /// Whoever loads rows vouches for what they refer to; whoever comes after is checked again, also
  /// where the loading failed.
  @Test(arguments: Backend.available)
  func `references are looked up outside of loads`(backend: Backend) async throws {
    let database = try backend.freshDatabase()
    let codes = try await database.withWriter { connection in
      try connection.make("CREATE TABLE wholes (id {INT} PRIMARY KEY) {STRICT}")
      try connection.make("CREATE TABLE parts (whole_id {INT} REFERENCES wholes(id)) {STRICT}")
      func add(_ id: Int64) throws {
        try connection.execute("INSERT INTO parts (whole_id) VALUES ($1)", [.integer(id)])
      }
      let loading = failure { try connection.loadTransaction { try add(1) } }
      let failed = failure {
        try connection.loadTransaction {
          try connection.execute("INSERT INTO wholes (id) VALUES (1)")
          try add(1)
          throw StorageError(.other, "as if")
        }
      }
      return [loading, failed, failure { try connection.transaction { try add(2) } }]
    }
    #expect(codes == [backend == .sqlite ? nil : .constraint, .other, .constraint])
    #expect(try await database.read { try $0.integer("SELECT count(*) FROM wholes") } == 0)
  }
}
