internal import Foundation

/// pgbouncer before a server of the tests.
public final class PgBouncer: Sendable {
  /// Whether it is installed.
  public static let isThere = ServerProcess.path(of: "pgbouncer") != nil

  /// What a client keeps its connection to the server for.
  public enum Mode: String, Sendable, CaseIterable {
    case transaction, session
  }

  private let port: UInt16
  private let process: ServerProcess

  /// Starts it.
  ///
  /// - Parameter folder: for its files.
  public init(before server: PostgresServer, _ mode: Mode, in folder: TemporaryFolder) throws {
    port = try ServerProcess.freePort()
    let users = try folder.write(Array("\"postgres\" \"\"\n".utf8), to: "users")
    let configuration = """
      [databases]
      postgres = host=\(server.folder) port=\(PostgresServer.port) user=postgres
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = \(port)
      unix_socket_dir =
      auth_type = trust
      auth_file = \(users)
      pool_mode = \(mode.rawValue)

      """
    let file = try folder.write(Array(configuration.utf8), to: "pgbouncer.ini")
    // It refuses to run as root.
    let isRoot = getuid() == 0
    let program = ServerProcess.path(of: "pgbouncer") ?? "pgbouncer"
    process = try ServerProcess(
      isRoot ? ServerProcess.path(of: "setpriv") ?? "setpriv" : program,
      (isRoot ? ["--reuid=postgres", "--regid=postgres", "--init-groups", program] : []) + [file],
      port: port, log: folder.file("pgbouncer.log"))
  }

  /// The URL of a schema behind it.
  public func url(schema: String) -> String {
    "postgres://postgres@127.0.0.1:\(port)/postgres?schema=\(schema)"
  }
}
