package import Storage

/// What a run writes with, inside one transaction: the queue of its work, the ledger of its calls,
/// and the results they gave.
///
/// It is made anew for each transaction, since it gives out numbers that only the holder of the
/// write lock may give out.
package final class RunWriter {
  package let connection: Connection
  package let run: RunIdentity
  /// Who writes: one process of the several that may share a run.
  package let worker: String
  /// When the store learns what is written.
  package let now: Int64
  /// The boards that what was written stands on.
  var touched = TouchedBoards()
  private var cachedNames: NameTables?
  private var cachedTexts: KeyedTable?
  private var cachedRecords: KeyedTable?

  package init(_ connection: Connection, run: RunIdentity, worker: String) throws {
    self.connection = connection
    self.run = run
    self.worker = worker
    now = Clock.now()
  }

  /// The rows that facts refer to by name.
  func names() throws -> NameTables {
    if let cachedNames { return cachedNames }
    let names = try NameTables(connection)
    cachedNames = names
    return names
  }

  /// The row of a text, which is made where it is not there.
  package func textID(_ text: StoredText) throws -> Int64 {
    let texts =
      try cachedTexts ?? KeyedTable(connection, "texts", key: ["text_key"], columns: ["content"])
    cachedTexts = texts
    return try texts.findOrMake([.bytes(text.key.bytes)], [.utf8(text.utf8)]).id
  }

  /// The row that identifies a fact of this run.
  ///
  /// - Returns: the id, and whether the fact is new.
  func recordID(_ key: Key, kind: String) throws -> (id: Int64, isNew: Bool) {
    let records =
      try cachedRecords
      ?? KeyedTable(
        connection, "records", key: ["record_key"], columns: ["kind", "extra", "recorded_at"])
    cachedRecords = records
    return try records.findOrMake(
      [.bytes(key.bytes)], [.text(kind), .null, .integer(now)])
  }
}

@available(*, unavailable) extension RunWriter: Sendable {}
