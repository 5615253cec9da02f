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
  /// The end of this worker's chain of calls, with what this transaction added.
  var chainHead: CallChain.Head?
  private var cachedNames: NameTables?
  private var cachedTables: [String: KeyedTable] = [:]
  private var cachedInserts: [String: Statement] = [:]

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

  /// Writes what stands at the end of the transaction.
  func finish() throws {
    guard let chainHead else { return }
    try CallChain(connection).setHead(run: run.id, worker: worker, chainHead)
  }

  /// The row of a text, which is made where it is not there.
  package func textID(_ text: StoredText) throws -> Int64 {
    try keyed("texts", key: "text_key", columns: ["content"])
      .makeOrFind([text.key.sqlValue], [.utf8(text.utf8)]).id
  }

  /// The row that identifies a fact of this run.
  ///
  /// - Returns: the id, and whether the fact is new.
  func recordID(_ key: Key, kind: String) throws -> (id: Int64, isNew: Bool) {
    try keyed("records", key: "record_key", columns: ["kind", "extra", "recorded_at"])
      .makeOrFind([key.sqlValue], [.text(kind), .null, .integer(now)])
  }

  /// A table of rows with a key, prepared once in a transaction.
  func keyed(
    _ table: StaticString, key: String, columns: @autoclosure () -> [String]
  ) throws -> KeyedTable {
    if let known = cachedTables["\(table)"] { return known }
    let made = try KeyedTable(connection, table, key: [key], columns: columns())
    cachedTables["\(table)"] = made
    return made
  }

  /// An insert of one row, prepared once in a transaction: a table is always written with the same
  /// columns.
  func insert(
    into table: StaticString, _ columns: @autoclosure () -> [String]
  ) throws -> Statement {
    if let known = cachedInserts["\(table)"] { return known }
    let made = try connection.prepareInsert(table, columns())
    cachedInserts["\(table)"] = made
    return made
  }
}

@available(*, unavailable) extension RunWriter: Sendable {}
