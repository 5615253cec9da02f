internal import Storage

extension RunSession {
  /// Takes items of work for this worker; see `RunWriter.lease`.
  ///
  /// In a transaction of its own, which waits for nobody who writes results or imports where the
  /// engine locks single rows.
  package func lease(
    _ part: WorkPart, limit: Int, until: Int64
  ) async throws -> [LeasedItem] {
    try await record { try $0.lease(part, limit: limit, until: until) }
  }

  /// Keeps what this worker holds for longer, and waits for nobody either.
  package func renewLeases(until: Int64) async throws {
    try await record { try $0.renewLeases(until: until) }
  }

  // MARK: - Private

  private func record<T: Sendable>(
    _ body: @escaping @Sendable (RunWriter) throws -> T
  ) async throws -> T {
    // Elsewhere it would only be a commit more.
    guard locksRows else { return try await write(body) }
    return try await patiently(.record) { [run, worker] connection in
      try body(RunWriter(connection, run: run, worker: worker))
    }
  }
}
