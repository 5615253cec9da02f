import Storage
import TestSupport
import Testing

/// Copies of an SQLite store made while it is in use.
@Suite(.temporaryFolder) struct SQLiteBackupTests {
  private func filledStore() async throws -> (FreshStore, Database) {
    let store = try Backend.sqlite.freshStore()
    let database = try store.open(.create)
    try await database.write { connection in
      try connection.make(
        """
        CREATE TABLE pairs (n {INT} NOT NULL PRIMARY KEY) {STRICT};
        CREATE TABLE totals (id {PK}, n {INT} NOT NULL) {STRICT};
        INSERT INTO totals (id, n) VALUES (1, 0);
        """)
    }
    return (store, database)
  }

  /// Two tables that agree in every committed state.
  private static func addPair(_ connection: Connection) throws {
    try connection.execute("INSERT INTO pairs (n) SELECT 1 + coalesce(max(n), 0) FROM pairs")
    try connection.execute("UPDATE totals SET n = n + 1")
  }

  @Test func `a copy is the store as it was`() async throws {
    let (_, database) = try await filledStore()
    for _ in 0..<3 { try await database.write { try Self.addPair($0) } }
    let path = try TemporaryFolder.current.file("copy.db")
    try await database.withWriter { try $0.backup(to: path) }
    try await database.write { try Self.addPair($0) }
    let copy = try Database(.sqlite(path: path), access: .readWrite)
    #expect(try await copy.read { try $0.integer("SELECT count(*) FROM pairs") } == 3)
    #expect(try await copy.withWriter { try $0.integrityProblems() } == [])
    try await copy.write { try Self.addPair($0) }
    #expect(try await copy.read { try $0.integer("SELECT n FROM totals") } == 4)
  }

  @Test(.timeLimit(.minutes(10)))
  func `copies made while another writes are whole`() async throws {
    let (store, database) = try await filledStore()
    let folder = try TemporaryFolder.current
    let writer = try store.open(.readWrite)
    async let writing: Void = {
      for _ in 0..<300 { try await writer.write { try Self.addPair($0) } }
    }()
    for index in 0..<8 {
      let path = folder.file("copy-\(index).db")
      try await database.withWriter { try $0.backup(to: path) }
      let copy = try Database(.sqlite(path: path), access: .readOnly)
      let counts = try await copy.read { connection in
        [
          try connection.integer("SELECT count(*) FROM pairs"),
          try connection.integer("SELECT n FROM totals"),
        ]
      }
      #expect(counts[0] == counts[1])
      #expect(try await copy.withWriter { try $0.integrityProblems() } == [])
    }
    try await writing
    #expect(try await database.read { try $0.integer("SELECT n FROM totals") } == 300)
  }

  @Test func `a copy never replaces a file`() async throws {
    let (_, database) = try await filledStore()
    let folder = try TemporaryFolder.current
    let text = try folder.write(Array("notes".utf8), to: "notes.txt")
    let overText = await awaitFailure { try await database.withWriter { try $0.backup(to: text) } }
    #expect(overText == .occupied)
    #expect(try TemporaryFolder.bytes(of: text) == Array("notes".utf8))
    let other = folder.file("other.db")
    try ForeignDatabase(other).execute("CREATE TABLE notes (text)")
    let overOther = await awaitFailure {
      try await database.withWriter { try $0.backup(to: other) }
    }
    #expect(overOther == .occupied)
    #expect(try ForeignDatabase(other).text("SELECT name FROM sqlite_schema") == "notes")
  }

  @Test func `a copy into no folder is refused`() async throws {
    let (_, database) = try await filledStore()
    let path = try TemporaryFolder.current.file("none/copy.db")
    let code = await awaitFailure { try await database.withWriter { try $0.backup(to: path) } }
    #expect(code == .cannotOpen)
  }
}
