import Foundation
import Query
import TestSupport
import Testing
import Warehouse

/// Somebody's own SELECT.
@Suite(.eachBackend)
struct SQLReportTests {
  @Test func `columns have their names once, cells their types`() async throws {
    let bytes = Backend.current == .sqlite ? "x'00ff'" : "'\\x00ff'::bytea"
    let report = try await run(
      "SELECT 1 AS n, 2 AS n, 'a' AS t, \(bytes) AS b, 1.5 AS r, NULL AS u")
    #expect(report.columns.map(\.name) == ["n", "n_2", "t", "b", "r", "u"])
    #expect(
      report.sections[0].rows.map(\.cells) == [
        [.integer(1), .integer(2), .text("a"), .text("00ff"), .real(1.5), .null]
      ])
    #expect(
      report.columns.map { $0.alignment == .trailing } == [true, true, false, false, true, false])
  }

  @Test func `a name made unique does not take another's`() async throws {
    let report = try await run("SELECT 1 AS n, 2 AS n_2, 3 AS n, 4 AS n")
    #expect(report.columns.map(\.name) == ["n", "n_2", "n_3", "n_4"])
  }

  @Test func `a limit cuts rows and says so`() async throws {
    let store = try await makeStore(["a,j,1,1,5,,", "b,j,1,1,6,,"])
    let sql = "SELECT name FROM models ORDER BY name"
    let one = try await SQLReport(sql, limit: 1).run(on: store)
    #expect(one.column("name") == [.text("a")])
    #expect(one.notes.joined().contains("--limit"))
    let two = try await SQLReport(sql, limit: 2).run(on: store)
    #expect(two.column("name") == [.text("a"), .text("b")])
    #expect(two.notes.isEmpty)
  }

  @Test(arguments: [
    "INSERT INTO benchmarks (name) VALUES ('x')", "UPDATE models SET name = 'x'",
    "DELETE FROM models", "DROP TABLE models", "CREATE TABLE x (a INTEGER)",
    "DELETE FROM models RETURNING name", "WITH x AS (SELECT 1) DELETE FROM models", "BEGIN",
  ])
  func `what would write is refused in words and the store stays`(sql: String) async throws {
    try await expectRefused(sql)
  }

  /// What only one engine has.
  private static let particular: [(Backend, String)] = [
    (.sqlite, "ATTACH ':memory:' AS x"), (.sqlite, "PRAGMA writable_schema = 1"),
    (.sqlite, "SELECT load_extension('x')"), (.sqlite, "VACUUM INTO 'x.db'"),
    (.sqlite, "REPLACE INTO benchmarks (name) VALUES ('b')"),
    (.postgres, "EXPLAIN ANALYZE DELETE FROM models"),
    (.postgres, "COPY models TO PROGRAM 'true'"), (.postgres, "COPY models TO STDOUT"),
    (.postgres, "SELECT nextval(pg_get_serial_sequence('models', 'id'))"),
    (.postgres, "SELECT pg_read_file('PG_VERSION')"), (.postgres, "SELECT pg_ls_dir('.')"),
    (.postgres, "SELECT set_config('transaction_read_only', 'off', true)"),
    (.postgres, "SELECT name FROM models FOR UPDATE"),
  ]

  @Test(arguments: particular.map(\.1))
  func `an engine's own ways out are closed`(sql: String) async throws {
    guard Self.particular.contains(where: { $0 == (Backend.current, sql) }) else { return }
    try await expectRefused(sql)
  }

  private func expectRefused(_ sql: String) async throws {
    let store = try await makeStore(["a,j,1,1,5,,"])
    let before = try await store.contentDigest()
    let error = await failure(sql, store)
    guard case .refused = error as? SQLReportError else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect("\(error.map { "\($0)" } ?? "")".hasPrefix("sql only reads: "))
    #expect(try await store.contentDigest() == before)
    #expect(try await SQLReport("SELECT name FROM models").run(on: store).column("name").count == 1)
  }

  @Test(arguments: [
    "", "   ", "-- nothing", "SELEC 1", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE models",
    "SELECT $1", "SELECT ?", "SELECT 1\u{0}",
  ])
  func `what is not one whole SELECT is told in one line`(sql: String) async throws {
    let error = await failure(sql, try await makeStore(["a,j,1,1,5,,"]))
    // To PostgreSQL nothing at all is a statement, one without rows.
    if Backend.current == .postgres, case .refused = error as? SQLReportError { return }
    guard case .invalid = error as? SQLReportError else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!"\(error.map { "\($0)" } ?? "\n")".contains("\n"))
  }

  @Test func `an end is put to what runs too long`() async throws {
    let store = try await makeStore(["a,j,1,1,5,,"])
    let sql =
      "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"
    await #expect(throws: SQLReportError.late(.milliseconds(20))) {
      try await SQLReport(sql, timeLimit: .milliseconds(20)).run(on: store)
    }
  }

  @Test func `unknown tables and columns name the nearest`() async throws {
    let store = try await makeStore(["a,j,1,1,5,,"])
    await #expect(
      throws: NameError.unknown(kind: "table", name: "v_leaderbord", nearest: "v_leaderboard")
    ) { try await SQLReport("SELECT * FROM v_leaderbord").run(on: store) }
    await #expect(throws: NameError.unknown(kind: "column", name: "scre", nearest: "score")) {
      try await SQLReport("SELECT v.scre FROM v_leaderboard v").run(on: store)
    }
  }

  @Test func `a value that is too large is no crash`() async throws {
    let large =
      Backend.current == .sqlite ? "zeroblob(1000000000)" : "repeat('x', 2000000000)"
    let error = await failure("SELECT \(large)", try await makeStore(["a,j,1,1,5,,"]))
    guard case .failed = error as? SQLReportError else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  private func run(_ sql: String) async throws -> Report {
    try await SQLReport(sql).run(on: try await makeStore(["a,j,1,1,5,,"]))
  }

  private func failure(_ sql: String, _ store: Store) async -> (any Error)? {
    do {
      _ = try await SQLReport(sql).run(on: store)
      return nil
    } catch {
      return error
    }
  }
}
