internal import Foundation

/// A PostgreSQL server of the tests' own: it listens on a socket in a folder of its own and nowhere
/// else, and goes with the process that started it, however that ends.
public final class PostgresServer: Sendable {
  /// Where its socket, its data and its log are.
  public let folder: String
  private let keeper: Process
  // Its other end in the keeper tells that we are gone.
  private let lifeline: Pipe

  /// What must hold after a crash costs time, and most tests do not crash the server.
  public enum Durability: String, Sendable {
    case none = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    case full = "-c fsync=on"
  }

  /// The folder of the server's programs; nil where it is not installed.
  public static let programs: String? = {
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let newest = versions.compactMap { Int($0) }.max().map { "\(root)/\($0)/bin" }
    return newest.flatMap { FileManager.default.fileExists(atPath: $0 + "/initdb") ? $0 : nil }
  }()

  /// The server that all tests share; nil where none is installed.
  public static let shared: PostgresServer? = {
    guard let programs else { return nil }
    do {
      return try PostgresServer(programs, .none)
    } catch {
      FileHandle.standardError.write(Data("PostgreSQL does not start: \(error)\n".utf8))
      return nil
    }
  }()

  /// A server for one test, which may stop it.
  public static func start(_ durability: Durability = .full) throws -> PostgresServer {
    guard let programs else { throw Failure(description: "PostgreSQL is not installed") }
    return try PostgresServer(programs, durability)
  }

  /// The URL of a schema in a database.
  public func url(
    schema: String, database: String = "postgres", user: String = "postgres"
  ) -> String {
    "postgres:///\(database)?host=\(folder)&port=\(Self.port)&user=\(user)&schema=\(schema)"
  }

  /// Runs statements by psql as the superuser.
  ///
  /// - Returns: what it printed, without headings.
  @discardableResult
  public func psql(_ sql: String, database: String = "postgres") throws -> String {
    let outcome = try Program.shell(
      #"exec psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$0" -p "$1" -U postgres -d "$2" -c "$3""#,
      [folder, Self.port, database, sql])
    guard outcome.status == 0 else { throw Failure(description: outcome.errors) }
    return outcome.output.trimmingCharacters(in: .newlines)
  }

  /// Ends every process of the server at once, as a crash does, and starts it again.
  public func crash() throws {
    try run(#"as_owner "$0/pg_ctl" -s -w -m immediate -D "$1/data" restart >/dev/null 2>&1"#)
  }

  /// Starts the server again so that it takes no connection for a second, as while it recovers.
  public func recoverSlowly() throws {
    try psql("ALTER SYSTEM SET hot_standby = off")
    try run(
      #"""
      as_owner touch "$1/data/standby.signal"
      as_owner "$0/pg_ctl" -s -w -m fast -D "$1/data" restart >/dev/null 2>&1
      if as_owner "$0/psql" -X -q -h "$1" -p \#(Self.port) -U postgres -c 'SELECT 1' >/dev/null 2>&1; then
        exit 1
      fi
      (
        exec >/dev/null 2>&1
        close_others
        sleep 1
        as_owner "$0/pg_ctl" -s -D "$1/data" promote
      ) &
      """#)
  }

  // MARK: - Private

  private func run(_ script: String) throws {
    let outcome = try Program.shell(
      #"exec bash -c "$0" "$1" "$2""#, [Self.preamble + script, Self.programs ?? "", folder])
    guard outcome.status == 0 else { throw Failure(description: outcome.errors) }
  }

  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Only names the socket.
  static let port = "54329"

  /// The server refuses to run as root.
  ///
  /// What goes on in the background must not keep the pipes of processes that started at the same
  /// moment: their readers would wait for it. The shell itself keeps all, for by one of them its
  /// end is noticed.
  private static let preamble = """
    close_others() {
      for fd in /proc/$BASHPID/fd/*; do
        fd=${fd##*/}
        if [ "$fd" -gt 2 ]; then eval "exec $fd>&-"; fi
      done
    }
    as_owner() (
      close_others
      if [ "$(id -u)" = 0 ]; then
        exec setpriv --reuid=postgres --regid=postgres --init-groups "$@" </dev/null
      else exec "$@" </dev/null; fi
    )

    """

  private static let script =
    preamble
      + #"""
      set -eu
      programs=$0 durability=$1
      place=/tmp
      # A store is hundreds of files; in memory they cost little.
      case $durability in *fsync=off*) if [ -w /dev/shm ]; then place=/dev/shm; fi ;; esac
      folder=$(mktemp -d -p "$place")
      cd "$folder"
      if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; chmod 755 "$folder"; fi
      as_owner "$programs/initdb" -D "$folder/data" -A trust -U postgres -E UTF8 \
        --locale=C.UTF-8 --no-sync --no-instructions >"$folder/initdb.log" 2>&1
      as_owner "$programs/pg_ctl" -s -w -D "$folder/data" -l "$folder/log" \
        -o "-p 54329 -c listen_addresses= -c unix_socket_directories=$folder \
            -c max_connections=200 $durability" start >/dev/null 2>&1
      echo "$folder"
      cat >/dev/null
      as_owner "$programs/pg_ctl" -s -m immediate -D "$folder/data" stop >/dev/null 2>&1 || true
      cd /
      rm -rf "$folder"
      """#

  private init(_ programs: String, _ durability: Durability) throws {
    keeper = Process()
    lifeline = Pipe()
    let output = Pipe()
    keeper.executableURL = URL(filePath: "/bin/bash")
    keeper.arguments = ["-c", Self.script, programs, durability.rawValue]
    keeper.standardInput = lifeline
    keeper.standardOutput = output
    keeper.standardError = FileHandle.nullDevice
    try keeper.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) {
      guard !byte.isEmpty else { break }
      line += byte
    }
    folder = String(decoding: line, as: UTF8.self)
    guard !folder.isEmpty else { throw Failure(description: "initdb or pg_ctl failed") }
  }

  deinit {
    try? lifeline.fileHandleForWriting.close()
    keeper.waitUntilExit()
  }
}
