import Foundation
import Storage
import TestSupport
import Testing
import Warehouse

/// What goes wrong on the server in the middle of an import: it goes on by itself, or one line says why
/// it cannot and nothing is half written.
@Suite(.temporaryFolder, .enabled(if: Backend.available.contains(.postgres)))
struct PostgresLossTests {
  @Test(.timeLimit(.minutes(20)))
  func `a connection that is cut in the middle of a COPY is made anew, and nothing is doubled`()
    async throws
  {
    let server = try PostgresServer.start(.none)
    let store = server.url(schema: "cut")
    #expect(try Program().run(["--store", store, "init"]).status == 0)
    let file = try Self.judgments(2_000)
    try server.psql(Self.cutOnce)
    let outcome = try Program().run(["--store", store, "--quiet", "import", file, "--csv"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try server.psql("SELECT last_value > 2000 FROM cut.rows_seen") == "t")
    let whole = try TemporaryFolder.current.file("whole.db")
    #expect(try Program().run(["--store", whole, "import", file]).status == 0)
    let (found, expected) = try await (Self.digests(store), Self.digests(whole))
    #expect(found == expected)
    #expect(try Program().run(["--store", store, "verify"]).status == 0)
  }

  @Test(.timeLimit(.minutes(20)))
  func `a server that starts or recovers is waited for`() throws {
    let server = try PostgresServer.start(.none)
    try server.recoverSlowly()
    let outcome = try Program().run(["--store", server.url(schema: "late"), "init"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try server.psql("SELECT count(*) > 0 FROM late.schema_migrations") == "t")
  }

  @Test(.timeLimit(.minutes(20)), .enabled(if: SmallDisk.canBeMade, "needs root and mount"))
  func `a full disk of the server is told, and the import goes on when there is room`()
    async throws
  {
    let disk = try SmallDisk(megabytes: 8)
    let server = try PostgresServer.start(.none)
    try server.psql("CREATE TABLESPACE small LOCATION '\(disk.folder)'")
    let store = server.url(schema: "full") + "&options=-c%20default_tablespace%3Dsmall"
    let (small, large) = (try Self.judgments(20), try Self.judgments(6_000))
    let first = try Program().run(["--store", store, "import", small])
    #expect(first.status == 0, "\(first.errors)")
    let before = try await Self.digests(store)
    let refused = try Program().run(["--store", store, "--quiet", "import", large])
    #expect(refused.status == 1, "\(refused.output)")
    #expect(refused.errorLines.count == 1, "\(refused.errors)")
    #expect(refused.errors.contains("the server's disk is full"), "\(refused.errors)")
    #expect(try await Self.digests(store) == before)
    try disk.grow(megabytes: 200)
    #expect(try Program().run(["--store", store, "import", large]).status == 0)
    let whole = try TemporaryFolder.current.file("whole.db")
    #expect(try Program().run(["--store", whole, "import", small, large]).status == 0)
    let (found, expected) = try await (Self.digests(store), Self.digests(whole))
    #expect(found == expected)
    #expect(try Program().run(["--store", store, "verify"]).status == 0)
  }

  // MARK: - Support

  /// Has the server end the connection that writes the hundredth judgment; a sequence counts on
  /// through what is undone, so that it happens once.
  private static let cutOnce = """
    CREATE SEQUENCE cut.rows_seen;
    CREATE FUNCTION cut.cut_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('cut.rows_seen') = 100 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER cut_once BEFORE INSERT ON cut.judgments FOR EACH ROW EXECUTE FUNCTION cut.cut_once()
    """

  private static func digests(_ store: String) async throws -> [TableDigest] {
    try await Store.open(StoreURL(store), access: .readOnly).contentDigest()
  }

  /// A file of judgments whose texts cannot be made smaller.
  private static func judgments(_ count: Int) throws -> String {
    var random = SeededRandom(seed: 5)
    let lines = (0..<count).map { number in
      let text = (0..<64).map { _ in String(random.int(0...999_999_999), radix: 36) }.joined()
      return DamagedFile.judgment(question: number, score: number % 10 + 1)
        .replacing("fine", with: text)
    }
    return try TemporaryFolder.current.write(
      Array((lines.joined(separator: "\n") + "\n").utf8), to: "j\(count)_single.jsonl")
  }
}

/// A file system of a few megabytes for a server that runs as another user.
private final class SmallDisk {
  let folder: String

  /// Whether the tests may mount one.
  static let canBeMade =
    getuid() == 0
    && (try? SmallDisk(megabytes: 1)) != nil

  init(megabytes: Int) throws {
    folder = "/tmp/scorehouse-disk-\(UUID().uuidString)"
    try Self.shell(
      #"mkdir "$0" && mount -t tmpfs -o "size=$1m" none "$0" && chown postgres "$0""#,
      [folder, "\(megabytes)"])
  }

  func grow(megabytes: Int) throws {
    try Self.shell(#"mount -o "remount,size=$1m" "$0""#, [folder, "\(megabytes)"])
  }

  // The server may still have files open on it.
  deinit { try? Self.shell(#"umount -l "$0"; rmdir "$0""#, [folder]) }

  private static func shell(_ line: String, _ arguments: [String]) throws {
    let outcome = try Program.shell(line, arguments)
    guard outcome.status == 0 else { throw Failure(description: outcome.errors) }
  }

  private struct Failure: Error {
    let description: String
  }
}
