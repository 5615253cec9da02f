internal import Storage

/// Writes for many calls at once: what waits while one transaction is committed goes together into
/// the next, so that each write costs a share of a commit and none waits longer than one.
///
/// Commits are durable: what is told as written outlives a power cut.
package actor RunSession {
  private let database: Database
  package nonisolated let run: RunIdentity
  package nonisolated let worker: String
  private let executor: (any TaskExecutor)?
  private var waiting: [Operation] = []
  private var isCommitting = false
  private var touched = TouchedBoards()
  private var names = NameIDs()

  /// Writes of one transaction; more wait for the next.
  static let largestGroup = 256
  /// How long the first write of a group waits for others.
  ///
  /// At 64 calls at once there are a third fewer commits than with half of it. Calls take seconds.
  static let gatheringTime = Duration.milliseconds(1)
  /// Writes that need not wait for others.
  static let gatheredGroup = 64
  /// How often a group is tried again that met another writer for longer than the engine waits.
  static let attemptsWhenBusy = 5

  private struct Operation: Sendable {
    /// Does the work and returns what to do when it is committed.
    let run: @Sendable (RunWriter) throws -> @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void
  }

  private init(
    _ database: Database, _ run: RunIdentity, worker: String, executor: (any TaskExecutor)?
  ) {
    self.executor = executor
    self.database = database
    self.run = run
    self.worker = worker
  }

  /// Begins to write for a run, as one of its workers.
  ///
  /// - Parameter executor: where those run who write, so that none has to be woken to gather what they
  ///   write; nil: anywhere.
  package static func open(
    _ store: Store, _ run: RunIdentity, worker: String, executor: (any TaskExecutor)? = nil
  ) async throws -> RunSession {
    try await store.database.withWriter { try $0.execute(script: $0.dialect.runSetup) }
    return RunSession(store.database, run, worker: worker, executor: executor)
  }

  /// Writes, and returns when it is committed.
  ///
  /// - Parameters:
  ///   - whenQueued: called when its place is certain: what is begun from then on is written in the
  ///     same transaction or in a later one.
  ///   - body: what it throws undoes only itself. It may run again: where the transaction could not
  ///     be committed, or another one's body threw in it.
  @discardableResult
  package func write<T: Sendable>(
    whenQueued: @Sendable () -> Void = {},
    _ body: @escaping @Sendable (RunWriter) throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      waiting.append(
        Operation(
          run: { writer in
            let value = try body(writer)
            return { continuation.resume(returning: value) }
          },
          fail: { continuation.resume(throwing: $0) }))
      whenQueued()
      guard !isCommitting else { return }
      isCommitting = true
      Task(executorPreference: executor) { await self.commitAll() }
    }
  }

  /// Has boards computed anew with the next, whether or not anything was written for them: workers may
  /// have been killed before they did so.
  ///
  /// - Parameters:
  ///   - judge: who is asked, whatever version answers.
  ///   - models: those that are judged.
  package func touchBoards(
    of judge: JudgeIdentity, benchmark: String, models: Set<String>
  ) async throws {
    let boards = try await database.write { connection in
      let names = try NameTables(connection)
      let modelIDs = try models.sorted().map(names.model)
      let benchmarkID = try names.benchmark(benchmark)
      var boards = TouchedBoards()
      try connection.forEach(
        """
        SELECT j.id FROM judges j JOIN configurations c ON c.id = j.configuration_id
        WHERE c.configuration_key = $1
        """, [judge.configurationKey.sqlValue]
      ) { row in
        boards.add(benchmarkID: benchmarkID, judgeID: try row.integer(0), modelIDs: modelIDs)
      }
      return boards
    }
    touched.add(boards)
  }

  /// Computes the boards anew that what was written so far stands on.
  package func recomputeBoards() async throws {
    guard !touched.isEmpty else { return }
    let boards = touched
    touched = TouchedBoards()
    do {
      try await database.write { try BoardRollup($0).recompute(boards) }
    } catch {
      touched.add(boards)
      throw error
    }
  }

  // MARK: - Private

  private func commitAll() async {
    while !waiting.isEmpty {
      // Where many are under way the next are about to come: fewer commits take no longer together.
      if waiting.count < Self.gatheredGroup { try? await Task.sleep(for: Self.gatheringTime) }
      let group = Array(waiting.prefix(Self.largestGroup))
      waiting.removeFirst(group.count)
      await commit(group)
    }
    isCommitting = false
  }

  /// Writes a group in one transaction; where that fails, each by itself.
  ///
  /// Without savepoints, which would copy every page that an operation changes so that it could be
  /// undone alone: few ever are.
  private func commit(_ group: [Operation]) async {
    do {
      let (completions, boards, names) = try await patiently { [run, worker, names] connection in
        let writer = try RunWriter(connection, run: run, worker: worker, names: names)
        let completions = try group.map { try $0.run(writer) }
        try writer.finish()
        return (completions, writer.touched, writer.knownNames)
      }
      touched.add(boards)
      self.names = names
      for completion in completions { completion() }
    } catch {
      guard group.count > 1 else { return group.forEach { $0.fail(error) } }
      for operation in group { await commit([operation]) }
    }
  }

  /// Whether several may write at once, each to rows of its own.
  var locksRows: Bool { database.locksRows }

  /// A transaction that meets another writer for longer than the engine waits is begun again.
  func patiently<T: Sendable>(
    _ mode: TransactionMode = .write, _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    for _ in 1..<Self.attemptsWhenBusy {
      do {
        return try await database.write(mode, body)
      } catch let error as StorageError where error.code == .busy {
        continue
      }
    }
    return try await database.write(mode, body)
  }
}
