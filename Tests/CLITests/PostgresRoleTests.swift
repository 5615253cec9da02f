import Foundation
import TestSupport
import Testing

/// The roles that `docs/postgres-roles.sql` makes can do what they are for, and no more.
@Suite(.enabled(if: Backend.available.contains(.postgres)))
struct PostgresRoleTests {
  @Test func `the reader reads, the writer appends, and only the owner makes tables`() throws {
    let server = try #require(PostgresServer.shared)
    try makeRoles(server)
    try server.psql(
      """
      CREATE ROLE ada LOGIN IN ROLE lab_writer; CREATE ROLE bob LOGIN IN ROLE lab_reader;
      CREATE ROLE eve LOGIN IN ROLE lab_owner; ALTER ROLE eve SET role = lab_owner
      """)
    let examples = Repository.root + "/Examples"
    #expect(try run(server, "ada", ["init"]).status == 1)
    #expect(try run(server, "eve", ["init"]).status == 0)
    // Tables are there now, and some of them are mutable.
    try makeRoles(server)
    let imported = try run(server, "ada", ["import", examples])
    #expect(imported.status == 0, "\(imported.errors)")
    let excluded = try run(
      server, "ada", ["exclude", "model", "phi-3-dpo", "--reason", "tried it"])
    #expect(excluded.status == 0, "\(excluded.errors)")
    for verb in [["leaderboard"], ["doctor"], ["verify"], ["sql", "SELECT 1 FROM v_judgments"]] {
      let outcome = try run(server, "bob", verb + ["--json"])
      #expect(outcome.status == 0, "\(verb): \(outcome.errors)")
    }
    let refused = try run(server, "bob", ["import", examples])
    #expect(refused.status == 1)
    #expect(refused.errorLines.count == 1)
    #expect(refused.errors.contains("no permission"))
    try expectDenied(server, "bob", "INSERT INTO lab.benchmarks (name) VALUES ('x')")
    try expectDenied(server, "bob", "CREATE TABLE lab.x (a integer)")
    try expectDenied(server, "ada", "DELETE FROM lab.records")
    try expectDenied(server, "ada", "UPDATE lab.judgments SET score = 10")
    try expectDenied(server, "ada", "DROP TABLE lab.texts")
    try expectDenied(server, "ada", "CREATE TABLE lab.x (a integer)")
  }

  // MARK: - Support

  private func makeRoles(_ server: PostgresServer) throws {
    let outcome = try Program.shell(
      "exec psql -X -q -h \"$0\" -p 54329 -U postgres -d postgres -v schema=lab -f \"$1\"",
      [server.folder, Repository.root + "/docs/postgres-roles.sql"])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func run(
    _ server: PostgresServer, _ user: String, _ arguments: [String]
  ) throws -> Program.Outcome {
    try Program().run(["--store", server.url(schema: "lab", user: user)] + arguments)
  }

  private func expectDenied(_ server: PostgresServer, _ user: String, _ sql: String) throws {
    let outcome = try Program.shell(
      "exec psql -X -q -h \"$0\" -p 54329 -U \"$1\" -d postgres -c \"$2\"",
      [server.folder, user, sql])
    #expect(outcome.status != 0, "\(user): \(sql)")
    #expect(
      outcome.errors.contains("permission denied") || outcome.errors.contains("must be owner"))
  }
}
