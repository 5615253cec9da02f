import Foundation
import TestSupport
import Testing

@testable import Storage

/// What is particular to SQLite: the file, its header, its settings, and damage to it.
@Suite(.temporaryFolder) struct SQLiteDriverTests {
  private func driver(_ path: String, _ access: Access) throws -> SQLiteDriver {
    try SQLiteDriver(path: path, access: access, options: SQLiteOptions())
  }

  private func error(_ path: String, _ access: Access) -> StorageError? {
    do {
      _ = try driver(path, access)
      return nil
    } catch {
      return error as? StorageError
    }
  }

  /// A store with rows in it, closed.
  private func store(rows: Int = 100) throws -> String {
    let path = try TemporaryFolder.current.freshFile(ending: "db")
    let connection = Connection(driver: try driver(path, .create))
    try connection.transaction {
      try connection.make("CREATE TABLE t (id {PK}, text TEXT NOT NULL) {STRICT}")
      for row in 0..<rows {
        try connection.execute(
          "INSERT INTO t (text) VALUES ($1)", [.text(String(repeating: "row \(row) ", count: 200))])
      }
    }
    return path
  }

  @Test(arguments: [Access.readOnly, .readWrite])
  func `a file that is not there is missing and not made`(access: Access) throws {
    let folder = try TemporaryFolder.current
    let found = error(folder.file("none.db"), access)
    #expect(found?.code == .missing)
    #expect(found?.location == folder.file("none.db"))
    #expect(error(folder.file("no/folder/none.db"), access)?.code == .missing)
    #expect(try folder.names() == [])
  }

  @Test func `a store in a folder that is not there cannot be opened`() throws {
    let path = try TemporaryFolder.current.file("no/folder/new.db")
    let found = error(path, .create)
    #expect(found?.code == .cannotOpen)
    #expect(found?.message == "its folder is not there")
  }

  @Test(arguments: [Access.readOnly, .readWrite, .create])
  func `a folder cannot be opened`(access: Access) throws {
    #expect(error(try TemporaryFolder.current.path, access)?.code == .cannotOpen)
  }

  @Test(
    arguments: [Access.readOnly, .readWrite, .create],
    [2, 20, 600, 40_000])
  func `a text file is no database and stays as it is`(access: Access, size: Int) throws {
    let folder = try TemporaryFolder.current
    let bytes = (0..<size).map { UInt8(ascii: "a") + UInt8($0 % 26) }
    let path = try folder.write(bytes, to: "notes.txt")
    #expect(error(path, access)?.code == .notADatabase)
    #expect(try TemporaryFolder.bytes(of: path) == bytes)
    #expect(try folder.names() == ["notes.txt"])
  }

  @Test(arguments: [Access.readOnly, .readWrite, .create])
  func `a database of another program is foreign and stays as it is`(access: Access) throws {
    let path = try TemporaryFolder.current.file("other.db")
    try ForeignDatabase(path).execute("CREATE TABLE notes (text)")
    let bytes = try TemporaryFolder.bytes(of: path)
    #expect(error(path, access)?.code == .foreign)
    #expect(try TemporaryFolder.bytes(of: path) == bytes)
  }

  @Test func `an empty database with the mark of another program is foreign`() throws {
    let path = try TemporaryFolder.current.file("other.db")
    try ForeignDatabase(path).execute("PRAGMA application_id = 1196444487")
    #expect(error(path, .create)?.code == .foreign)
  }

  @Test func `a file of no bytes becomes a store only where one may be made`() throws {
    let path = try TemporaryFolder.current.write([], to: "empty.db")
    #expect(error(path, .readOnly)?.code == .missing)
    #expect(error(path, .readWrite)?.code == .missing)
    #expect(try TemporaryFolder.bytes(of: path) == [])
    #expect(error(path, .create) == nil)
    #expect(error(path, .readOnly) == nil)
  }

  @Test func `a new store has large pages, a log and our mark`() throws {
    let path = try store()
    let other = try ForeignDatabase(path)
    #expect(try other.text("PRAGMA page_size") == "16384")
    #expect(try other.text("PRAGMA journal_mode") == "wal")
    #expect(try other.text("PRAGMA application_id") == "1396920146")
    #expect(try TemporaryFolder.bytes(of: path)[68..<72] == Array("SCOR".utf8)[...])
    #expect(error(path, .create) == nil)
  }

  @Test func `a store that is closed after reading and writing leaves no log behind`() async throws
  {
    let path = try TemporaryFolder.current.file("closed.db")
    var database: Database? = try Database(.sqlite(path: path), access: .create)
    try await database?.write { try $0.execute(script: "CREATE TABLE t (x INTEGER)") }
    _ = try await database?.read { try $0.first("SELECT count(*) FROM t") { try $0.int(0) } }
    #expect(FileManager.default.fileExists(atPath: path + "-wal"))
    database = nil
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
  }

  @Test func `a session checks references and trusts no schema`() throws {
    let connection = Connection(driver: try driver(try store(), .readWrite))
    #expect(try connection.integer("PRAGMA foreign_keys") == 1)
    #expect(try connection.integer("PRAGMA trusted_schema") == 0)
    #expect(try connection.integer("PRAGMA synchronous") == 1)
  }

  @Test func `a text in double quotes is refused`() throws {
    let connection = Connection(driver: try driver(try store(), .readWrite))
    let code = failure { _ = try connection.texts("SELECT \"nothing\"") }
    #expect(code == .other)
    #expect(try connection.integer("SELECT count(\"id\") FROM t") == 100)
    #expect(
      failure { try connection.execute("CREATE TABLE d (n INTEGER CHECK (n <> \"x\"))") } == .other)
  }

  @Test func `a statement keeps its connection open`() throws {
    var statement: (any DriverStatement)?
    do {
      let driver = try driver(try store(), .readOnly)
      statement = try driver.prepare("SELECT count(*) FROM t")
    }
    #expect(try statement?.step() == true)
    #expect(statement?.integer(0) == 100)
    #expect(statement?.columnCount == 1)
    #expect(statement?.type(0) == .integer)
  }

  @Test func `a healthy store has no problems`() throws {
    #expect(try driver(try store(), .readOnly).integrityProblems() == [])
  }

  @Test func `a row that refers to nothing is found`() throws {
    let path = try store()
    let own = Connection(driver: try driver(path, .readWrite))
    try own.make("CREATE TABLE parts (t_id {INT} NOT NULL REFERENCES t(id)) {STRICT}")
    let other = try ForeignDatabase(path)
    other.execute("PRAGMA foreign_keys = OFF; INSERT INTO parts (t_id) VALUES (1), (999)")
    let problems = try own.referenceProblems()
    #expect(problems.count == 1)
    #expect(problems.first?.contains("parts") == true)
  }

  /// Damage of any kind may make the store unusable; it may never end the process or go unnoticed.
  @Test(arguments: SeededRandom.seeds(20))
  func `damaged pages are noticed`(seed: SeededRandom) throws {
    var random = seed
    let path = try store(rows: 300)
    let file = try FileHandle(forUpdating: URL(filePath: path))
    let pages = Int(try file.seekToEnd()) / 16_384
    #expect(pages > 10)
    for _ in 0..<3 {
      try file.seek(toOffset: UInt64(random.int(1...(pages - 1))) * 16_384)
      try file.write(contentsOf: random.bytes(count: 4_096))
    }
    try file.close()
    do {
      let connection = Connection(driver: try driver(path, .readWrite))
      let code = failure { _ = try connection.texts("SELECT text FROM t") }
      #expect(code == nil || code == .corrupt)
      #expect(try !connection.integrityProblems().isEmpty)
    } catch let error as StorageError {
      #expect(error.code == .corrupt)
    }
  }

  @Test(arguments: [10, 100, 16_384, 40_000])
  func `a store that was cut off is noticed`(size: Int) throws {
    let path = try store()
    let file = try FileHandle(forUpdating: URL(filePath: path))
    try file.truncate(atOffset: UInt64(size))
    try file.close()
    do {
      let connection = Connection(driver: try driver(path, .readWrite))
      #expect(try !connection.integrityProblems().isEmpty)
    } catch let error as StorageError {
      #expect([.corrupt, .notADatabase].contains(error.code))
    }
  }

  @Test func `makers of one new store do not disturb each other`() async throws {
    for _ in 0..<10 {
      let store = try Backend.sqlite.freshStore()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<6 { group.addTask { _ = try store.open(.create) } }
        try await group.waitForAll()
      }
    }
  }
}
