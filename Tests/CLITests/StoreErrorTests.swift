import Foundation
import Storage
import TestSupport
import Testing

/// Stores that cannot be used: one clear line, the right status, nothing touched.
@Suite(.temporaryFolder)
struct StoreErrorTests {
  static let reports = [
    ["status"], ["list", "models"], ["show", "run", "last"], ["leaderboard"], ["categories"],
    ["migrate", "--status"], ["migrate", "--check"],
  ]

  @Test(arguments: reports)
  func `a missing store is not made`(verb: [String]) throws {
    let path = try TemporaryFolder.current.file("none.db")
    let outcome = try Program().run(["--store", path] + verb)
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("no store here"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(arguments: reports + [["import", "Examples"]])
  func `a file of something else is left alone`(verb: [String]) throws {
    let path = try TemporaryFolder.current.write(Array(repeating: 65, count: 5_000), to: "x.db")
    let outcome = try Program().run(["--store", path] + Self.resolved(verb))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("not a Scorehouse store"))
    #expect(outcome.errorLines.count == 1)
    #expect(try TemporaryFolder.bytes(of: path).count == 5_000)
  }

  @Test func `a newer schema is refused, and the migration named`() async throws {
    let path = try Self.storeWithExamples()
    try await Self.change(
      path, "INSERT INTO schema_migrations VALUES (99, '0099_future', 'x', 1, '9')")
    for verb in [
      ["leaderboard"], Self.resolved(["import", "Examples"]), ["migrate"], ["migrate", "--check"],
    ] {
      let outcome = try Program().run(["--store", path] + verb)
      #expect(outcome.status == (verb.contains("--check") ? 2 : 1))
      #expect(outcome.errors.contains("newer than this program"))
      #expect(outcome.errors.contains("99 (0099_future)"))
      #expect(outcome.errorLines.count == 1)
    }
  }

  @Test func `a changed migration is refused, and named`() async throws {
    let path = try Self.storeWithExamples()
    try await Self.change(path, "UPDATE schema_migrations SET checksum = 'other' WHERE version = 1")
    let outcome = try Program().run(["--store", path, "migrate"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("migration 1 (0001_core)"))
  }

  @Test func `a damaged store never crashes a report`() throws {
    let path = try Self.storeWithExamples()
    let whole = try TemporaryFolder.bytes(of: path)
    var random = SeededRandom(seed: 5)
    for round in 0..<12 {
      var bytes = whole
      if round.isMultiple(of: 3) {
        bytes = Array(bytes.prefix(random.int(1...(bytes.count - 1))))
      } else {
        for _ in 0..<60 { bytes[random.int(100...(bytes.count - 1))] = UInt8(random.int(0...255)) }
      }
      let copy = try TemporaryFolder.current.write(bytes, to: "damaged\(round).db")
      for verb in [["leaderboard", "--json"], ["status"], ["categories"]] {
        let outcome = try Program().run(["--store", copy] + verb)
        #expect(outcome.status == 0 || outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.errorLines.count <= 1)
      }
    }
  }

  /// SQLite keeps a log beside a store; where it may not, the file alone is read.
  @Test(.enabled(if: Self.canBeNobody))
  func `a store in a folder that may not be written can be read, and not imported into`() throws {
    let folder = try TemporaryFolder.current.path
    let path = try Self.storeWithExamples()
    for (place, permissions) in [(path, 0o444), (folder, 0o555)] {
      try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: place)
    }
    let read = try Program.shell(
      Self.asNobody + " --store \"$1\" leaderboard --csv", [Program.path, path])
    #expect(read.status == 0, "\(read.errors)")
    #expect(read.output.contains("smollm2-135m-instruct-t0"))
    let written = try Program.shell(
      Self.asNobody + " --store \"$1\" import \"$2\"",
      [Program.path, path, Repository.root + "/Examples"])
    #expect(written.status == 1)
    #expect(written.errors.contains("the store is read-only"))
    #expect(written.errorLines.count == 1)
  }

  /// The program with the rights of a user who owns nothing.
  private static let asNobody =
    "exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$0\""

  /// Whether the tests may become another user who can reach the program and its files.
  private static var canBeNobody: Bool {
    let outcome = try? Program.shell(
      "test -r \"$1\" && \(asNobody) --version", [Program.path, Repository.root + "/Examples"])
    return geteuid() == 0 && outcome?.status == 0
  }

  @Test func `a postgres address is refused without showing its password`() throws {
    let outcome = try Program().run(["--store", "postgres://me:secret@host/db", "status"])
    #expect(outcome.status == 64)
    #expect(!outcome.errors.contains("secret"))
    #expect(outcome.errorLines.count == 1)
  }

  @Test func `an unknown name suggests the nearest`() throws {
    let path = try Self.storeWithExamples()
    let outcome = try Program().run(["--store", path, "leaderboard", "--benchmark", "mt_banch"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("did you mean \"mt_bench\"?"))
  }

  // MARK: - Private

  private static func resolved(_ verb: [String]) -> [String] {
    verb.map { $0 == "Examples" ? Repository.root + "/Examples" : $0 }
  }

  private static func storeWithExamples() throws -> String {
    let bytes = try TemporaryFolder.bytes(of: ExampleStore.path.get())
    return try TemporaryFolder.current.write(bytes, to: "examples.db")
  }

  /// Changes a store behind the program's back.
  private static func change(_ path: String, _ sql: String) async throws {
    let database = try Database(.sqlite(path: path), access: .readWrite)
    try await database.write { _ = try $0.execute(sql) }
  }
}
