import Storage
import TestSupport
import Testing

/// The parts of SQL that the warehouse relies on mean the same on every engine.
@Suite("StorageConformance: SQL", .temporaryFolder)
struct StorageConformanceQueryTests {
  /// Runs a closure on a store whose table `scores` holds the scores of two models.
  private func withScores(
    on backend: Backend, _ body: @escaping @Sendable (Connection) throws -> Void
  ) async throws {
    try await backend.freshDatabase().write { connection in
      try connection.make(
        """
        CREATE TABLE scores (id {PK}, model TEXT NOT NULL, question TEXT NOT NULL, score {INT},
          UNIQUE (model, question)) {STRICT};
        INSERT INTO scores (model, question, score) VALUES
          ('a', 'q1', 7), ('a', 'q2', 9), ('a', 'q3', NULL), ('b', 'q1', 7), ('b', 'q2', 4);
        """)
      try body(connection)
    }
  }

  @Test(arguments: Backend.available)
  func `an insert returns the number that was given out`(backend: Backend) async throws {
    try await withScores(on: backend) { connection in
      let sql = "INSERT INTO scores (model, question) VALUES ($1, $2) RETURNING id"
      let first = try connection.integer(sql, [.text("c"), .text("q1")])
      let second = try connection.integer(sql, [.text("c"), .text("q2")])
      let (older, newer) = (try #require(first), try #require(second))
      #expect(newer > older)
      #expect(
        try connection.integers("SELECT id FROM scores WHERE model = 'c' ORDER BY id")
          == [older, newer])
    }
  }

  @Test(arguments: Backend.available)
  func `an insert whose first row is read is done all the same`(backend: Backend) async throws {
    let store = try backend.freshStore()
    let database = try store.open(.create)
    try await database.withWriter { connection in
      try connection.make("CREATE TABLE t (n {INT}) {STRICT}")
      let first = try connection.integer("INSERT INTO t (n) VALUES (1), (2), (3) RETURNING n")
      #expect(first == 1)
      #expect(!connection.isInTransaction)
    }
    let count = try await store.open(.readOnly).read { try $0.integer("SELECT count(*) FROM t") }
    #expect(count == 3)
  }

  @Test(arguments: Backend.available)
  func `an upsert updates what is there`(backend: Backend) async throws {
    try await withScores(on: backend) { connection in
      let sql = """
        INSERT INTO scores (model, question, score) VALUES ($1, $2, $3)
        ON CONFLICT (model, question) DO UPDATE SET score = excluded.score
        WHERE scores.score IS DISTINCT FROM excluded.score RETURNING score
        """
      let scores = [
        try connection.integer(sql, [.text("a"), .text("q1"), .integer(8)]),
        try connection.integer(sql, [.text("a"), .text("q1"), .integer(8)]),
        try connection.integer(sql, [.text("z"), .text("q1"), .integer(1)]),
        try connection.integer("SELECT count(*) FROM scores"),
      ]
      #expect(scores == [8, nil, 1, 6])
    }
  }

  @Test(arguments: Backend.available)
  func `windows, common table expressions and filters`(backend: Backend) async throws {
    try await withScores(on: backend) { connection in
      let ranks = try connection.texts(
        """
        WITH totals AS (SELECT model, sum(score) AS total FROM scores GROUP BY model)
        SELECT model || ' ' || rank() OVER (ORDER BY total DESC) FROM totals ORDER BY model
        """)
      #expect(ranks == ["a 1", "b 2"])
      let latest = try connection.texts(
        """
        SELECT question FROM (
          SELECT question, row_number() OVER (PARTITION BY model ORDER BY question DESC) AS place
          FROM scores WHERE score IS NOT NULL) AS numbered
        WHERE place = 1
        """)
      #expect(latest == ["q2", "q2"])
      let counts = try connection.all(
        """
        SELECT count(*) FILTER (WHERE score = 7), count(*) FILTER (WHERE score IS NULL), count(*)
        FROM scores
        """
      ) { [try $0.int(0), try $0.int(1), try $0.int(2)] }
      #expect(counts == [[2, 1, 5]])
      let numbers = try connection.integers(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
        SELECT i FROM n
        """, [.integer(4)])
      #expect(numbers == [1, 2, 3, 4])
    }
  }

  @Test(arguments: Backend.available)
  func `nulls go last where it is asked for`(backend: Backend) async throws {
    try await withScores(on: backend) { connection in
      let order = try connection.texts(
        "SELECT question FROM scores WHERE model = 'a' ORDER BY score DESC NULLS LAST")
      #expect(order == ["q2", "q1", "q3"])
    }
  }

  @Test(arguments: Backend.available)
  func `text is ordered by its bytes`(backend: Backend) async throws {
    let words = ["é", "b", "B", "a", "ab", "Z", "", "日", "🤗", "a b", "_", "10", "9", "\u{FEFF}"]
    try await backend.freshDatabase().write { connection in
      try connection.make("CREATE TABLE words (word TEXT NOT NULL PRIMARY KEY) {CLUSTERED}")
      for word in words {
        try connection.execute("INSERT INTO words (word) VALUES ($1)", [.text(word)])
      }
      let found = try connection.texts("SELECT word FROM words ORDER BY word")
      #expect(found == words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }
  }

  @Test(arguments: Backend.available)
  func `bytes are ordered as unsigned numbers`(backend: Backend) async throws {
    let keys: [[UInt8]] = [[0xFF], [0x7F], [0x80], [], [0, 1], [0], [0x80, 0]]
    try await backend.freshDatabase().write { connection in
      try connection.make("CREATE TABLE keys (key {BYTES} NOT NULL PRIMARY KEY) {CLUSTERED}")
      for key in keys {
        try connection.execute("INSERT INTO keys (key) VALUES ($1)", [.bytes(key)])
      }
      let found = try connection.all("SELECT key FROM keys ORDER BY key") { try $0.bytes(0) }
      #expect(found == keys.sorted { $0.lexicographicallyPrecedes($1) })
    }
  }

  @Test(arguments: Backend.available)
  func `the words for views turn facts into what people read`(backend: Backend) async throws {
    let words = "SELECT {HEX b}, CASE WHEN {FLAG n > 2} THEN 1 ELSE 0 END FROM t"
    try await backend.freshDatabase().write { connection in
      try connection.make("CREATE TABLE t (b {BYTES}, n {INT}) {STRICT}")
      try connection.execute(
        "INSERT INTO t (b, n) VALUES ($1, $2)", [.bytes([0x0A, 0xFF]), .integer(3)])
      let row = try connection.first(connection.dialect.expand(words)) { row in
        "\(try row.text(0)) \(try row.integer(1))"
      }
      #expect(row == "0aff 1")
    }
  }
}
