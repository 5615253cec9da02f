import Foundation
import TestSupport
import Testing
import Warehouse

/// A server that goes down in the middle of an import: nothing is lost, nothing doubled, and the same
/// command goes on.
@Suite(.temporaryFolder, .enabled(if: Backend.available.contains(.postgres)))
struct PostgresCrashTests {
  enum Accident: CaseIterable, Sendable {
    /// Every process of the server ends at once.
    case restart
    /// The process that serves the import is killed, which the server answers by a restart.
    case kill
    /// The connection is ended.
    case terminate
  }

  @Test(.timeLimit(.minutes(10)), arguments: Accident.allCases)
  func `an import that loses its server can be done again`(accident: Accident) async throws {
    let server = try PostgresServer.start()
    let folder = try Self.files()
    let whole = try TemporaryFolder.current.file("whole.db")
    #expect(try Program().run(["--store", whole, "import", folder]).status == 0)
    let store = server.url(schema: "crashed")
    var random = SeededRandom(seed: 11)
    for _ in 0..<4 {
      async let importing = Self.run(store, folder)
      try await Task.sleep(for: .milliseconds(random.int(1...1_500)))
      try Self.cause(accident, server)
      let outcome = try await importing
      // It may have been over, or it goes on by itself, or one line says what happened.
      #expect([0, 1].contains(outcome.status), "\(outcome.errors)")
      #expect(outcome.errorLines.count <= 1, "\(outcome.errors)")
      if outcome.status == 1 { #expect(outcome.errors.contains("server"), "\(outcome.errors)") }
    }
    let last = try Program().run(["--store", store, "import", folder])
    #expect(last.status == 0, "\(last.errors)")
    let (found, expected) = try await (Self.digests(store), Self.digests(whole))
    #expect(found == expected)
    #expect(try Program().run(["--store", store, "verify"]).status == 0)
  }

  // MARK: - Support

  private static func run(_ store: String, _ folder: String) async throws -> Program.Outcome {
    try Program().run(["--store", store, "--quiet", "import", folder, "--csv"])
  }

  private static func cause(_ accident: Accident, _ server: PostgresServer) throws {
    switch accident {
    case .restart: try server.crash()
    case .kill:
      let sql = "SELECT pid FROM pg_stat_activity WHERE application_name = 'scorehouse' LIMIT 1"
      if let id = Int32(try server.psql(sql)) { kill(id, SIGKILL) }
    case .terminate:
      try server.psql(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'scorehouse'
        """)
    }
  }

  private static func digests(_ store: String) async throws -> [TableDigest] {
    try await Store.open(StoreURL(store), access: .readOnly).contentDigest()
  }

  private static func files() throws -> String {
    for part in 0..<6 {
      let lines = (0..<500).map {
        DamagedFile.judgment(question: part * 500 + $0, score: $0 % 10 + 1)
      }
      try write(
        Array((lines.joined(separator: "\n") + "\n").utf8),
        to: "b/model_judgment/j\(part)_single.jsonl")
    }
    return try TemporaryFolder.current.file("b")
  }
}
