internal import Synchronization

/// A store that is open: one session that writes, and as many that read as are in use at once.
///
/// Readers see the last committed state and never wait for the writer.
package final class Database: Sendable {
  package let url: DatabaseURL
  private let connect: @Sendable (Access) throws -> Connection
  private let access: Access
  private let writer: Mutex<Session?> = Mutex(nil)
  private let idleReaders: Mutex<[Session]> = Mutex([])

  /// Opens a store.
  ///
  /// Sessions are opened when they are first needed.
  ///
  /// - Throws: `missing`, `foreign`, `notADatabase`, `corrupt`, `cannotOpen`.
  package init(
    _ url: DatabaseURL, access: Access, options: SQLiteOptions = SQLiteOptions()
  ) throws {
    self.url = url
    self.access = access
    connect = { access in
      switch url {
      case .sqlite(let path):
        Connection(driver: try SQLiteDriver(path: path, access: access, options: options))
      }
    }
    // The first session finds out at once whether the store can be used at all.
    switch access {
    case .readOnly:
      idleReaders.withLock { [session = try makeSession(.readOnly)] in $0 = [session] }
    case .readWrite, .create:
      writer.withLock { [session = try makeSession(access)] in $0 = session }
    }
  }

  /// Runs a closure in a transaction that reads one unchanging state.
  package func read<T: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    let session = try idleReaders.withLock { $0.popLast() } ?? makeSession(.readOnly)
    defer { idleReaders.withLock { $0.append(session) } }
    return try await session.run { connection in
      try connection.transaction(.read) { try body(connection) }
    }
  }

  /// Runs a closure in a transaction that holds the write lock.
  package func write<T: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    try await withWriter { connection in
      try connection.transaction(.write) { try body(connection) }
    }
  }

  /// Lends the writing session without opening a transaction.
  package func withWriter<T: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    let session = try writer.withLock { current in
      let session = try current ?? makeSession(access)
      current = session
      return session
    }
    return try await session.run(body)
  }

  /// Lends a session of its own on which the engine refuses everything but reading.
  ///
  /// For statements that strangers wrote; the session is closed behind them.
  ///
  /// - Parameter timeLimit: how long all of the closure's statements may run together.
  /// - Throws: `refused` and `interrupted` from the statements.
  package func readRestricted<T: Sendable>(
    timeLimit: Duration, _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    try await makeSession(.readOnly).run { connection in
      try connection.restrictToReading(timeLimit: timeLimit)
      return try body(connection)
    }
  }

  // MARK: - Private

  private func makeSession(_ access: Access) throws -> Session {
    try Session(label: "scorehouse.session") { [connect] in try connect(access) }
  }
}
