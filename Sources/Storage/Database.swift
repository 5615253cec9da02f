internal import Dispatch
internal import Synchronization

/// A store that is open: one session that writes, one beside it for short records where the engine
/// lets several write, and as many that read as are in use at once.
///
/// Readers see the last committed state and never wait for the writer. A session whose server went
/// away while nobody used it is replaced by another.
package final class Database: Sendable {
  package let url: DatabaseURL
  private let connect: @Sendable (Access) throws -> Connection
  private let access: Access
  private let patience: Duration
  private let writer: Mutex<Session?> = Mutex(nil)
  // Where the engine locks single rows it need not wait for what the writer is waiting for.
  private let recorder: Mutex<Session?> = Mutex(nil)
  private let idleReaders: Mutex<[Session]> = Mutex([])

  /// Whether several may write at once, each to rows of its own.
  package var locksRows: Bool { if case .postgres = url { true } else { false } }

  /// Whether a row may refer to one that the same `loadTransaction` makes later.
  package var mayReferAhead: Bool { !locksRows }

  /// How often a transaction is begun before its failure is told.
  private static let attempts = 5
  /// Between two attempts to reach a server that went away.
  private static let reconnectInterval = Duration.milliseconds(100)

  /// Opens a store.
  ///
  /// Sessions are opened when they are first needed.
  ///
  /// - Parameter patience: how long to wait for what another process holds, and for a server that
  ///   went away to come back.
  /// - Throws: `missing`, `foreign`, `notADatabase`, `corrupt`, `cannotOpen`, `denied`.
  package init(_ url: DatabaseURL, access: Access, patience: Duration = .seconds(60)) throws {
    self.url = url
    self.access = access
    self.patience = patience
    connect = { access in
      switch url {
      case .sqlite(let path):
        var options = SQLiteOptions()
        options.busyMilliseconds = Int32(patience / .milliseconds(1))
        return Connection(driver: try SQLiteDriver(path: path, access: access, options: options))
      case .postgres(let url):
        return Connection(driver: try PostgresDriver(url, access: access, patience: patience))
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

  // A reader that is closed last may not write back the log, and would leave it beside the store.
  deinit { idleReaders.withLock { $0 = [] } }

  /// Runs a closure in a transaction that reads one unchanging state.
  ///
  /// - Parameter mode: `read`, or `aside` where temporary tables are needed.
  package func read<T: Sendable>(
    _ mode: TransactionMode = .read, _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    do {
      return try await readOnce(mode, body)
    } catch let error as StorageError where error.code == .leftUndone {
      try recover(error)
      return try await readOnce(mode, body)
    }
  }

  /// Runs a closure in a transaction that holds the write lock.
  ///
  /// - Parameters:
  ///   - mode: `write`, or `record` for rows that no other writer looks for.
  ///   - body: it does nothing but read and write the store, for it is run again where the engine
  ///     gave its transaction up.
  package func write<T: Sendable>(
    _ mode: TransactionMode = .write, _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    for attempt in 1..<Self.attempts {
      do {
        return try await writeOnce(mode, body)
      } catch let error as StorageError where error.isWorthAnotherAttempt {
        // Two that were in each other's way do not meet again at once.
        try await Task.sleep(for: .milliseconds(Int.random(in: 1...(10 << attempt))))
      }
    }
    return try await writeOnce(mode, body)
  }

  /// Lends the writing session without opening a transaction.
  package func withWriter<T: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    try await session(in: writer).run(body)
  }

  /// Runs a closure that fills a store in which nobody has anything to read yet, with half the
  /// writing where the engine can be told so; others that open the store meanwhile wait for the end
  /// of each transaction.
  package func filling<T>(_ body: () async throws -> T) async throws -> T {
    // Where it is refused another has opened the store, and is not to wait.
    try? await withWriter { try $0.keep(.undo) }
    let result: T
    do {
      result = try await body()
    } catch {
      try? await withWriter { try $0.keep(.log) }
      throw error
    }
    try? await withWriter { try $0.keep(.log) }
    return result
  }

  /// Lends a writing connection of its own on the calling thread, which has another store's already.
  package func withOwnConnection<T>(_ body: (Connection) throws -> T) throws -> T {
    try body(connect(.readWrite))
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
    try await openSession(.readOnly).run { connection in
      try connection.restrictToReading(timeLimit: timeLimit)
      return try body(connection)
    }
  }

  // MARK: - Private

  private func readOnce<T: Sendable>(
    _ mode: TransactionMode, _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    let session = try await readingSession()
    defer { idleReaders.withLock { $0.append(session) } }
    return try await session.run { connection in
      try connection.transaction(mode) { try body(connection) }
    }
  }

  /// Undoes what a process that was killed left half done, as whoever may write does by opening the
  /// store.
  ///
  /// - Parameter error: what a session that only reads said of it.
  private func recover(_ error: StorageError) throws {
    do { _ = try connect(.readWrite) } catch _ { throw error }
  }

  private func writeOnce<T: Sendable>(
    _ mode: TransactionMode, _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    let session =
      if mode == .record, locksRows { try await session(in: recorder) } else {
        try await session(in: writer)
      }
    return try await session.run { connection in
      try connection.transaction(mode) { try body(connection) }
    }
  }

  private func makeSession(_ access: Access) throws -> Session {
    func make() throws -> Session {
      try Session(label: "scorehouse.session") { [connect] in try connect(access) }
    }
    do {
      return try make()
    } catch let error as StorageError where error.code == .leftUndone {
      try recover(error)
      return try make()
    }
  }

  /// Opens a session on a thread of its own: that may take long, and others may be waiting for the thread
  /// of whoever asks.
  private func openSession(_ access: Access) async throws -> Session {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(with: Result { try self.makeSession(access) })
      }
    }
  }

  /// The session that is kept in a place, or another where it is gone.
  private func session(in place: borrowing Mutex<Session?>) async throws -> Session {
    if let current = place.withLock({ $0 }) {
      if await current.isUsable { return current }
      let session = try await replacement(access)
      place.withLock { $0 = session }
      return session
    }
    let session = try await openSession(access)
    place.withLock { $0 = session }
    return session
  }

  private func readingSession() async throws -> Session {
    guard let idle = idleReaders.withLock({ $0.popLast() }) else {
      return try await openSession(.readOnly)
    }
    return await idle.isUsable ? idle : try await replacement(.readOnly)
  }

  /// A session in place of one whose server went away, once that is back.
  private func replacement(_ access: Access) async throws -> Session {
    let deadline = ContinuousClock.now + patience
    while true {
      do {
        return try await openSession(access)
      } catch let error as StorageError
        where error.code == .cannotOpen && ContinuousClock.now < deadline
      {
        try await Task.sleep(for: Self.reconnectInterval)
      }
    }
  }
}

extension StorageError {
  /// Whether nothing was kept, and the cause may be gone the next time.
  package var isWorthAnotherAttempt: Bool { [.conflict, .disconnected].contains(code) }
}
