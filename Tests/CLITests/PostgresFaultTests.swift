import Foundation
import TestSupport
import Testing

/// A server that cannot be used: one clear line with the cause, nothing touched.
@Suite(.temporaryFolder, .enabled(if: Backend.available.contains(.postgres)))
struct PostgresFaultTests {
  private let server: PostgresServer

  init() throws {
    server = try #require(PostgresServer.shared)
  }

  /// Runs a verb and expects it to fail with one line that holds some words.
  private func expectFailure(
    _ store: String, _ verb: [String] = ["status"], saying words: String...,
    environment: [String: String] = [:], at location: SourceLocation = #_sourceLocation
  ) throws {
    var program = Program()
    program.environment = environment
    let outcome = try program.run(["--store", store] + verb)
    #expect(outcome.status == 1, "\(outcome.output)", sourceLocation: location)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: location)
    for word in words {
      #expect(outcome.errors.contains(word), "\(outcome.errors)", sourceLocation: location)
    }
  }

  @Test func `no server, no database and no store are told apart`() throws {
    let folder = try TemporaryFolder.current.path
    try expectFailure("postgres:///x?host=\(folder)", saying: "cannot open the store", folder)
    try expectFailure(
      "postgres://127.0.0.1:1/x?connect_timeout=2", saying: "cannot open", "127.0.0.1")
    try expectFailure(
      server.url(schema: "s", database: "nowhere"), saying: "\"nowhere\" does not exist")
    try expectFailure(server.url(schema: "not_made_yet"), saying: "no store here")
  }

  @Test func `a wrong password is told without it, and the right one works`() throws {
    // A server of its own, whose rules of access are changed.
    let server = try PostgresServer.start(.none)
    try server.psql(
      "CREATE ROLE ann LOGIN PASSWORD 'right horse'; CREATE SCHEMA ann AUTHORIZATION ann")
    let rules = URL(filePath: server.folder + "/data/pg_hba.conf")
    let old = try String(contentsOf: rules, encoding: .utf8)
    try ("local all ann scram-sha-256\n" + old).write(to: rules, atomically: false, encoding: .utf8)
    try server.psql("SELECT pg_reload_conf()")
    let store = server.url(schema: "ann", user: "ann")
    try expectFailure(store, saying: "password", "PGPASSWORD")
    var program = Program()
    program.environment = ["PGPASSWORD": "wrong donkey"]
    let wrong = try program.run(["--store", store, "init"])
    #expect(wrong.status == 1)
    #expect(wrong.errorLines.count == 1)
    #expect(wrong.errors.contains("password authentication failed"))
    #expect(!wrong.errors.contains("donkey"))
    program.environment = ["PGPASSWORD": "right horse"]
    #expect(try program.run(["--store", store, "init"]).status == 0)
    let file = try TemporaryFolder.current.write(Array("*:*:*:ann:right horse\n".utf8), to: "pass")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    program.environment = ["PGPASSFILE": file]
    #expect(try program.run(["--store", store, "status"]).status == 0)
    let service = try TemporaryFolder.current.write(
      Array(
        "[lab]\nhost=\(server.folder)\nport=54329\nuser=ann\ndbname=postgres\npassword=right horse\n"
          .utf8),
      to: "services")
    program.environment = ["PGSERVICEFILE": service]
    let byService = try program.run(
      ["--store", "postgres://?service=lab&schema=ann", "status"])
    #expect(byService.status == 0, "\(byService.errors)")
  }

  @Test(arguments: [
    "postgres://ann:secret@host/db", "postgresql://ann@host/db?password=secret",
    "postgres://ann:sec%40ret@host/db", "postgres://:secret@/db",
    "postgres://ann@host/db?sslpassword=secret",
  ])
  func `a password in a URL is refused and not repeated`(store: String) throws {
    for arguments in [["--store", store, "status"], ["copy", "--to", store]] {
      let outcome = try Program().run(arguments)
      #expect(outcome.status == 64)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("PGPASSWORD"))
      #expect(!outcome.errors.contains("sec"))
    }
  }

  @Test(arguments: [
    "postgres://host/db?schema=Bad", "postgres://host/db?schema=a;b",
    "postgres://host/db?schema=pg_x", "postgres://host/db?schema=", "postgres://host/db?colour=red",
  ])
  func `a URL that names no store is wrong usage`(store: String) throws {
    let outcome = try Program().run(["--store", store, "status"])
    #expect(outcome.status == 64)
    #expect(outcome.errorLines.count == 1)
  }

  @Test func `who may not make a schema or read one is told so`() throws {
    try server.psql(
      """
      CREATE ROLE stranger LOGIN; CREATE SCHEMA closed;
      CREATE TABLE closed.schema_migrations (tool_version text)
      """)
    try expectFailure(
      server.url(schema: "new_one", user: "stranger"), ["init"], saying: "no permission")
    try expectFailure(
      server.url(schema: "closed", user: "stranger"), saying: "no permission", "closed")
  }

  @Test func `a schema of another program is left alone`() throws {
    try server.psql("CREATE SCHEMA others; CREATE TABLE others.notes (t text)")
    for verb in [["status"], ["init"], ["import", Repository.root + "/Examples"]] {
      try expectFailure(
        server.url(schema: "others"), verb, saying: "not a Scorehouse store", "?schema=NAME")
    }
    let names = try server.psql(
      "SELECT relname FROM pg_class WHERE relnamespace = 'others'::regnamespace")
    #expect(names == "notes")
  }

  @Test func `a database of another encoding is refused`() throws {
    try server.psql(
      """
      CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0
      """)
    try expectFailure(
      server.url(schema: "s", database: "latin"), ["init"], saying: "LATIN1", "UTF8")
  }

  @Test func `a newer store is refused, and so is a time limit that is too short`() throws {
    let store = server.url(schema: "older")
    #expect(try Program().run(["--store", store, "init"]).status == 0)
    try expectFailure(
      store, ["import", Repository.root + "/Examples"], saying: "statement_timeout",
      environment: ["PGOPTIONS": "-c statement_timeout=1"])
    try server.psql("INSERT INTO older.schema_migrations VALUES (99, '0099_later', 'x', 1, '9')")
    try expectFailure(store, saying: "newer than this program", "99 (0099_later)")
  }

  @Test func `of many who make one store at once all find it made`() async throws {
    let store = server.url(schema: "made_by_many")
    try await withThrowingTaskGroup(of: Int32.self) { group in
      for _ in 0..<4 {
        group.addTask { try Program().run(["--store", store, "init"]).status }
      }
      for try await status in group { #expect(status == 0) }
    }
    #expect(try Program().run(["--store", store, "verify"]).status == 0)
  }
}
