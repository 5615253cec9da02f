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
      let insert = try BulkInsert(connection, into: "items", columns: ["id", "name"])
      for id in 0..<count { try insert.append([.integer(id), .text("name \(id)")]) }
      try insert.finish()
      try insert.finish()
      return try connection.texts("SELECT name FROM items ORDER BY id")
    }
    #expect(found == (0..<count).map { "name \($0)" })
  }

  @Test(arguments: Backend.available)
  func `a row whose key is there is ignored or refused, as was said`(backend: Backend) async throws
  {
    let outcome = try await backend.freshDatabase().write { connection in
      try connection.make(Self.table)
      let ignoring = try BulkInsert(
        connection, into: "items", columns: ["id", "name"], conflict: .ignored)
      for id in (0..<60).map({ $0 % 20 }) { try ignoring.append([.integer(id), .null]) }
      try ignoring.finish()
      let refusing = try BulkInsert(connection, into: "items", columns: ["id", "name"])
      let code = failure {
        try connection.transaction {
          for id in 15..<90 { try refusing.append([.integer(id), .null]) }
          try refusing.finish()
        }
      }
      return (code, try connection.integer("SELECT count(*) FROM items"))
    }
    #expect(outcome.0 == .constraint)
    #expect(outcome.1 == 20)
  }
}
