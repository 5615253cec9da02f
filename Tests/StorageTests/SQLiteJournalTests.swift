import Foundation
import TestSupport
import Testing

@testable import Storage

/// The two journals of an SQLite store, and what a process leaves that was killed with the second.
@Suite(.temporaryFolder) struct SQLiteJournalTests {
  private static let rows = 500

  /// A store with rows in it, open.
  private func store(at path: String) throws -> Connection {
    var options = SQLiteOptions()
    // So little that a transaction's pages are in the file before its end.
    options.cacheKibibytes = 64
    let connection = Connection(
      driver: try SQLiteDriver(path: path, access: .create, options: options))
    try connection.transaction {
      try connection.make("CREATE TABLE t (id {PK}, text TEXT NOT NULL) {STRICT}")
      for row in 0..<Self.rows {
        try connection.execute(
          "INSERT INTO t (text) VALUES ($1)", [.text(String(repeating: "row \(row) ", count: 100))])
      }
    }
    return connection
  }

  /// What a process leaves that is killed in the middle of a transaction.
  private func leftByKill() throws -> String {
    let folder = try TemporaryFolder.current
    let (path, left) = (folder.file("store.db"), folder.file("left.db"))
    let connection = try store(at: path)
    try connection.keep(.undo)
    #expect(throws: Planned.self) {
      try connection.transaction {
        try connection.execute("UPDATE t SET text = 'half done'")
        for ending in ["", "-journal"] {
          try FileManager.default.copyItem(atPath: path + ending, toPath: left + ending)
        }
        throw Planned()
      }
    }
    return left
  }

  private func journal(_ connection: Connection) throws -> String? {
    try connection.first("PRAGMA journal_mode") { try $0.text(0) }
  }

  /// Deleted, or moved away, between two transactions, with each of the journals.
  @Test(arguments: [TransactionJournal.log, .undo])
  func `a store whose file is gone is told so, and no other is made`(
    journal: TransactionJournal
  ) async throws {
    let path = try TemporaryFolder.current.file("gone.db")
    let database = try Database(.sqlite(path: path), access: .create)
    try await database.write { try $0.execute(script: "CREATE TABLE t (a INTEGER)") }
    try await database.withWriter { try $0.keep(journal) }
    #expect(unsafe rename(path, path + ".moved") == 0)
    let error = await #expect(throws: StorageError.self) {
      try await database.write { try $0.execute(script: "INSERT INTO t VALUES (1)") }
    }
    #expect(error?.code == .vanished)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `what a killed process left half done is undone by who reads next`() async throws {
    let path = try leftByKill()
    let bytes = try TemporaryFolder.bytes(of: path)
    #expect(String(decoding: bytes, as: UTF8.self).contains("half done"))
    let database = try Database(.sqlite(path: path), access: .readOnly)
    let counts = try await database.read { connection in
      try connection.integers(
        "SELECT count(*) FROM t UNION ALL SELECT count(*) FROM t WHERE text = 'half done'")
    }
    #expect(counts == [Int64(Self.rows), 0])
    #expect(!FileManager.default.fileExists(atPath: path + "-journal"))
  }

  @Test func `it is undone too where it was left while a reader was at rest`() async throws {
    let folder = try TemporaryFolder.current
    let path = folder.file("read.db")
    _ = try store(at: path)
    let database = try Database(.sqlite(path: path), access: .readOnly)
    _ = try await database.read { try $0.integers("SELECT count(*) FROM t") }
    // The same store, as another process left it meanwhile.
    let left = try leftByKill()
    for ending in ["", "-journal"] {
      let bytes = try Data(contentsOf: URL(filePath: left + ending))
      let file = try #require(try openForWriting(path + ending))
      try file.write(contentsOf: bytes)
      try file.close()
    }
    let count = try await database.read {
      try $0.integers("SELECT count(*) FROM t WHERE text = 'half done'")
    }
    #expect(count == [0])
  }

  @Test func `a store in filling keeps no log, and a log again when it is full`() async throws {
    let path = try TemporaryFolder.current.file("store.db")
    _ = try store(at: path)
    let database = try Database(.sqlite(path: path), access: .readWrite)
    let during = try await database.filling { try await database.withWriter { try journal($0) } }
    #expect(during == "delete")
    #expect(try await database.withWriter { try journal($0) } == "wal")
    await #expect(throws: Planned.self) { try await database.filling { throw Planned() } }
    #expect(try await database.withWriter { try journal($0) } == "wal")
  }

  @Test func `a store that another has open keeps its log`() async throws {
    let path = try TemporaryFolder.current.file("store.db")
    let other = try store(at: path)
    let database = try Database(.sqlite(path: path), access: .readWrite)
    let during = try await database.filling {
      try await database.withWriter { connection in
        try connection.execute("INSERT INTO t (text) VALUES ('new')")
        return try journal(connection)
      }
    }
    #expect(during == "wal")
    #expect(try other.integers("SELECT count(*) FROM t") == [Int64(Self.rows + 1)])
  }

  private func openForWriting(_ path: String) throws -> FileHandle? {
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    return FileHandle(forWritingAtPath: path)
  }
}
