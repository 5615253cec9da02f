package import Storage

/// Writes sources, and brings everything that is computed from them up to date at the end; inside
/// one transaction of its caller's.
///
/// What is there already is shared and not written again. Bounded in memory whatever the size of
/// the sources.
package final class WriteSession {
  let connection: Connection
  let names: NameTables
  let contents: ContentWriter
  let records: KeyedRows
  private let runs: ImportRun
  private var lastInstant: Int64
  private var runID: Int64?
  private var addedAny = false
  // Sources come and go between statements: what those come to may change with these.
  private let effectsBefore: StatementEffects

  /// - Parameter run: the import that the sources belong to.
  package init(_ connection: Connection, _ run: ImportRun) throws {
    self.connection = connection
    self.runs = run
    // Just before the first instant that may be given out.
    lastInstant = try KnownSource.nextInstant(connection) - 1
    effectsBefore = try StatementEffects(connection)
    names = try NameTables(connection)
    contents = try ContentWriter(connection, names)
    records = try KeyedRows(
      connection, "records", key: "record_key", columns: ["kind", "extra", "recorded_at"])
  }

  /// Notes the path of a source that the store has; nil when it has not.
  ///
  /// - Returns: what an import of it would count: every record is there already.
  package func recount(
    _ source: SourceDescription, _ content: SourceContent
  ) throws -> WriteCounts? {
    try KnownSource.recount(connection, source, content, now: nextInstant)
  }

  /// Begins a source that the store does not have.
  ///
  /// - Parameter content: nil where it is known only when all of it was read, for a source without
  ///   figures in a store that lets rows refer ahead.
  package func begin(
    _ source: SourceDescription, _ content: SourceContent?
  ) throws -> SourceWriter {
    let now = nextInstant()
    let runID = try self.runID ?? runs.row(in: connection, now: now)
    self.runID = runID
    return try SourceWriter(self, source, content, runID: runID, now: now)
  }

  /// Rebuilds the prompts that the new texts explain, and the boards that were touched.
  package func finish() throws {
    // A source without a new record can still take back a retraction's effect.
    if addedAny { try contents.resolvePrompts(now: lastInstant) }
    let facts = try FactFilter(connection)
    var touched = contents.touched
    if !facts.effects.isEmpty {
      try facts.effects.save(connection)
      touched.add(try facts.effects.boardsChanged(since: effectsBefore, connection))
    }
    try BoardRollup(connection, facts).recompute(touched)
  }

  /// Says that a source brought a record which the store did not have.
  func noteAdded() { addedAny = true }

  // MARK: - Private

  /// Every source has an instant of its own, later than all that the store knows.
  private func nextInstant() -> Int64 {
    lastInstant = max(Clock.now(), lastInstant + 1)
    return lastInstant
  }
}

@available(*, unavailable) extension WriteSession: Sendable {}
