import Storage
import TestSupport
import Testing

/// What every engine must do with statements: parameters, rows, counts of changed rows, errors.
@Suite("StorageConformance: statements", .temporaryFolder)
struct StorageConformanceStatementTests {
  private static let table = """
    CREATE TABLE items (id {INT} NOT NULL PRIMARY KEY, name TEXT UNIQUE, n {INT} CHECK (n >= 0))
    {STRICT}
    """

  /// Runs a closure in a transaction on a store with an empty table `items`.
  private func withItems(
    on backend: Backend, _ body: @escaping @Sendable (Connection) throws -> Void
  ) async throws {
    try await backend.freshDatabase().write { connection in
      try connection.make(Self.table)
      try body(connection)
    }
  }

  private static let insert = "INSERT INTO items (id, name, n) VALUES ($1, $2, $3)"

  private static func fill(_ connection: Connection, count: Int) throws {
    for id in 0..<count {
      try connection.execute(insert, [.integer(id), .text("name \(id)"), .integer(id * 10)])
    }
  }

  @Test(arguments: Backend.available)
  func `parameters go by number, in any order and more than once`(backend: Backend) async throws {
    try await withItems(on: backend) { connection in
      let sql = connection.dialect.expand(
        "SELECT CAST($2 AS TEXT), CAST($1 AS {INT}), CAST($2 AS TEXT), CAST($3 AS {INT}) + $1")
      let row = try connection.first(sql, [.integer(20), .text("two"), .integer(3)]) { row in
        "\(try row.text(0)) \(try row.integer(1)) \(try row.text(2)) \(try row.integer(3))"
      }
      #expect(row == "two 20 two 23")
    }
  }

  @Test(arguments: Backend.available)
  func `statements of one length and one end are told apart`(backend: Backend) async throws {
    try await backend.freshDatabase().read { connection in
      for _ in 1...2 {
        for number in 1...3 {
          let found = try connection.first("SELECT \(number) WHERE 1 = 1 AND 2 = 2") {
            try $0.integer(0)
          }
          #expect(found == Int64(number))
        }
      }
    }
  }

  @Test(arguments: Backend.available)
  func `an insert tells the id that the engine gave its row`(backend: Backend) async throws {
    try await backend.freshDatabase().write { connection in
      try connection.make("CREATE TABLE counted (id {PK}, name TEXT UNIQUE) {STRICT}")
      let insert = "INSERT INTO counted (name) VALUES ($1)"
      for name in ["a", "b", "c"] {
        let id = try connection.insertedID(insert, [.text(name)])
        let found = try connection.first("SELECT id FROM counted WHERE name = $1", [.text(name)]) {
          try $0.integer(0)
        }
        #expect(id == found)
      }
    }
  }

  @Test(arguments: Backend.available)
  func `an insert that a constraint refuses tells no id`(backend: Backend) async throws {
    await #expect(throws: StorageError.self) {
      try await backend.freshDatabase().write { connection in
        try connection.make("CREATE TABLE counted (id {PK}, name TEXT UNIQUE) {STRICT}")
        for _ in 0..<2 {
          _ = try connection.insertedID("INSERT INTO counted (name) VALUES ($1)", [.text("a")])
        }
      }
    }
  }

  @Test(arguments: Backend.available)
  func `twelve parameters are told from one and two`(backend: Backend) async throws {
    try await withItems(on: backend) { connection in
      let list = (1...12).map { "CAST($\($0) AS {INT})" }.reversed().joined(separator: ", ")
      let sql = connection.dialect.expand("SELECT " + list)
      let found = try connection.first(sql, (1...12).map { SQLValue.integer($0) }) { row in
        try (0..<12).map { try row.int($0) }
      }
      #expect(found == Array((1...12).reversed()))
    }
  }

  @Test(arguments: Backend.available, [0, 1, 2, 4])
  func `another number of values than parameters is an error`(
    backend: Backend, count: Int
  ) async throws {
    try await withItems(on: backend) { connection in
      let values = Array(repeating: SQLValue.null, count: count)
      let codes = [
        failure { try connection.execute(Self.insert, values) },
        failure { try connection.forEach(Self.insert, values) { _ in } },
        failure { _ = try connection.first(Self.insert, values) { _ in 1 } },
      ]
      #expect(codes == [.other, .other, .other])
    }
  }

  @Test(arguments: Backend.available)
  func `a text is compiled once and used again`(backend: Backend) async throws {
    try await withItems(on: backend) { connection in
      let first = try connection.prepare(Self.insert)
      #expect(try connection.prepare(Self.insert) === first)
      #expect(try connection.prepare(Self.insert + " ") !== first)
      try Self.fill(connection, count: 3)
      #expect(try first.run([.integer(3), .null, .null]) == 1)
      #expect(try connection.integer("SELECT count(*) FROM items") == 4)
    }
  }

  @Test(arguments: Backend.available)
  func `values of one run are forgotten by the next`(backend: Backend) async throws {
    try await withItems(on: backend) { connection in
      let insert = try connection.prepare(Self.insert)
      try insert.run([.integer(1), .text("one"), .integer(1)])
      let code = failure { try insert.run([.integer(2)]) }
      #expect(code == .other)
      try insert.run([.integer(2), .null, .null])
      let nulls = try connection.first("SELECT name, n FROM items WHERE id = 2") {
        $0.isNull(0) && $0.isNull(1)
      }
      #expect(nulls == true)
    }
  }

  @Test(arguments: Backend.available)
  func `a statement works after it failed`(backend: Backend) async throws {
    try await withItems(on: backend) { connection in
      let insert = try connection.prepare(Self.insert)
      try insert.run([.integer(1), .text("one"), .null])
      let isRefused = failure {
        try connection.transaction { _ = try insert.run([.integer(1), .null, .null]) }
      }
      #expect(isRefused == .constraint)
      #expect(try insert.run([.integer(2), .text("two"), .null]) == 1)
    }
  }

  @Test(arguments: Backend.available)
  func `all, first and forEach see the same rows`(backend: Backend) async throws {
    try await withItems(on: backend) { connection in
      let query = "SELECT id FROM items WHERE id >= $1 ORDER BY id"
      #expect(try connection.integers(query, [.integer(0)]) == [])
      #expect(try connection.integer(query, [.integer(0)]) == nil)
      try Self.fill(connection, count: 5)
      #expect(try connection.integers(query, [.integer(2)]) == [2, 3, 4])
      #expect(try connection.integer(query, [.integer(2)]) == 2)
      var seen: [Int64] = []
      try connection.forEach(query, [.integer(3)]) { seen.append(try $0.integer(0)) }
      #expect(seen == [3, 4])
      #expect(try connection.integers(query, [.integer(2)]) == [2, 3, 4])
    }
  }

  @Test(arguments: Backend.available)
  func `a closure that throws ends the query`(backend: Backend) async throws {
    try await withItems(on: backend) { connection in
      try Self.fill(connection, count: 3)
      let query = "SELECT id FROM items ORDER BY id"
      var seen: [Int64] = []
      let isStopped = endsAsPlanned {
        try connection.forEach(query) { row in
          seen.append(try row.integer(0))
          if seen.count == 2 { throw Planned() }
        }
      }
      #expect(isStopped)
      #expect(seen == [0, 1])
      #expect(try connection.integers(query) == [0, 1, 2])
    }
  }

  @Test(arguments: Backend.available)
  func `a query inside a query of another text works`(backend: Backend) async throws {
    try await withItems(on: backend) { connection in
      try Self.fill(connection, count: 3)
      var sums: [Int64] = []
      try connection.forEach("SELECT id FROM items ORDER BY id") { row in
        let id = try row.integer(0)
        let sum = try connection.integer("SELECT n FROM items WHERE id = $1", [.integer(id)])
        sums.append(sum ?? -1)
      }
      #expect(sums == [0, 10, 20])
    }
  }

  @Test(arguments: Backend.available)
  func `a statement inside its own rows is an error and spoils nothing`(
    backend: Backend
  ) async throws {
    try await withItems(on: backend) { connection in
      try Self.fill(connection, count: 3)
      let query = "SELECT id FROM items ORDER BY id"
      var seen: [Int64] = []
      try connection.forEach(query) { row in
        seen.append(try row.integer(0))
        guard seen.count < 10 else { throw Planned() }
        let code = failure { _ = try connection.first(query) { _ in 1 } }
        #expect(code == .other)
      }
      #expect(seen == [0, 1, 2])
    }
  }

  @Test(arguments: Backend.available)
  func `counts of changed rows are those of the statement`(backend: Backend) async throws {
    try await withItems(on: backend) { connection in
      let doNothing = Self.insert + " ON CONFLICT DO NOTHING"
      let row: [SQLValue] = [.integer(1), .text("one"), .integer(1)]
      let counts = [
        try connection.execute(doNothing, row),
        try connection.execute(doNothing, row),
        try connection.execute("INSERT INTO items (id) VALUES (7), (8), (9)"),
        try connection.execute("UPDATE items SET n = 2 WHERE id > $1", [.integer(1)]),
        try connection.execute("UPDATE items SET n = 2 WHERE id > $1", [.integer(99)]),
        try connection.execute("DELETE FROM items WHERE id = 7"),
        try connection.execute("DELETE FROM items"),
        try connection.execute("DELETE FROM items"),
      ]
      #expect(counts == [1, 0, 3, 3, 0, 1, 3, 0])
    }
  }

  @Test(arguments: Backend.available)
  func `a statement that changes no rows counts none`(backend: Backend) async throws {
    try await withItems(on: backend) { connection in
      try Self.fill(connection, count: 3)
      try connection.execute("UPDATE items SET n = 1")
      #expect(try connection.execute("CREATE TABLE others (id TEXT)") == 0)
    }
  }

  @Test(
    arguments: Backend.available,
    [
      "INSERT INTO items (id) VALUES (1)", "INSERT INTO items (id, name) VALUES (2, 'one')",
      "INSERT INTO items (id, n) VALUES (3, -1)", "INSERT INTO parts (item_id) VALUES (NULL)",
      "INSERT INTO parts (item_id) VALUES (99)", "DELETE FROM items WHERE id = 1",
    ])
  func `what breaks a constraint says so`(backend: Backend, sql: String) async throws {
    try await withItems(on: backend) { connection in
      try connection.make(
        "CREATE TABLE parts (item_id {INT} NOT NULL REFERENCES items(id)) {STRICT}")
      try connection.execute("INSERT INTO items (id, name) VALUES (1, 'one')")
      try connection.execute("INSERT INTO parts (item_id) VALUES (1)")
      let error = storageError { try connection.transaction { _ = try connection.execute(sql) } }
      #expect(error?.code == .constraint)
      #expect(error?.sql == sql)
      #expect(error?.nativeCode?.isEmpty == false)
      #expect(try connection.integer("SELECT count(*) FROM items") == 1)
    }
  }

  @Test(arguments: Backend.available, ["SELECT nothing FROM nowhere", "SELEKT 1", ""])
  func `a text that is no statement is an error`(backend: Backend, sql: String) async throws {
    let database = try backend.freshDatabase()
    let error = try await database.read { connection in
      storageError { try connection.execute(sql) }
    }
    #expect(error?.code == .other)
    #expect(error?.sql == sql)
    #expect(error?.message.contains("not an error") == false)
  }

  @Test(arguments: Backend.available)
  func `of two statements in one text none is run`(backend: Backend) async throws {
    try await withItems(on: backend) { connection in
      let two = "INSERT INTO items (id) VALUES (1); INSERT INTO items (id) VALUES (2)"
      let code = failure { try connection.transaction { _ = try connection.execute(two) } }
      #expect(code == .other)
      #expect(try connection.integer("SELECT count(*) FROM items") == 0)
      try connection.execute("INSERT INTO items (id) VALUES (3);\n -- done\n")
      #expect(try connection.integer("SELECT count(*) FROM items") == 1)
    }
  }
}
