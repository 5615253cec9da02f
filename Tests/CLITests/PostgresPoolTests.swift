import TestSupport
import Testing

/// A connection pool before the server is noticed, and the way past it told.
@Suite(
  .temporaryFolder,
  .enabled(if: Backend.available.contains(.postgres) && PgBouncer.isThere, "no pgbouncer here"))
struct PostgresPoolTests {
  @Test(arguments: PgBouncer.Mode.allCases)
  func `a store behind pgbouncer is refused in one line and nothing is made`(
    mode: PgBouncer.Mode
  ) throws {
    let server = try #require(PostgresServer.shared)
    let schema = "pooled_by_\(mode.rawValue)"
    let pool = try PgBouncer(before: server, mode, in: TemporaryFolder.current)
    for verb in [["init"], ["status"], ["import", Repository.root + "/Examples"]] {
      let outcome = try Program().run(["--store", pool.url(schema: schema)] + verb)
      #expect(outcome.status == 1, "\(outcome.output)")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("pgbouncer"), "\(outcome.errors)")
      #expect(outcome.errors.contains("the server itself"), "\(outcome.errors)")
    }
    #expect(
      try server.psql("SELECT count(*) FROM pg_namespace WHERE nspname = '\(schema)'") == "0")
    // As it says: the server itself.
    #expect(try Program().run(["--store", server.url(schema: schema), "init"]).status == 0)
  }
}
