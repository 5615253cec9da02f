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
  private let namesBefore: NameIDs
  private var cachedNames: NameTables?
  private var cachedTables: [String: KeyedTable] = [:]
  private var cachedInserts: [String: Statement] = [:]
  // A reply is looked for twice, the text that all prompts have in common with each call.
  private var cachedTexts: [Key: Int64] = [:]
  private var cachedEndpoints: [EndpointName: Int64] = [:]
  private var budgetsAreSet: Bool?

  /// - Parameter names: what earlier transactions found or made.
  init(_ connection: Connection, run: RunIdentity, worker: String, names: NameIDs) throws {
    self.connection = connection
    self.run = run
    self.worker = worker
    namesBefore = names
    now = Clock.now()
  }

  package convenience init(_ connection: Connection, run: RunIdentity, worker: String) throws {
    try self.init(connection, run: run, worker: worker, names: NameIDs())
  }

  /// What later transactions need not look for, once this one is committed.
  var knownNames: NameIDs { cachedNames?.known ?? namesBefore }

  /// The rows that facts refer to by name.
  func names() throws -> NameTables {
    if let cachedNames { return cachedNames }
    let names = try NameTables(connection, known: namesBefore)
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
    if let known = cachedTexts[text.key] { return known }
    let id = try keyed("texts", key: "text_key", columns: ["content"])
      .makeOrFind([text.key.sqlValue], [.utf8(text.utf8)]).id
    cachedTexts[text.key] = id
    return id
  }

  /// The row of an endpoint, which is made where it is not there.
  func endpointID(_ endpoint: EndpointName) throws -> Int64 {
    if let known = cachedEndpoints[endpoint] { return known }
    let id = try keyed(
      "endpoints", key: "endpoint_key", columns: ["host", "provider", "deployment"]
    ).findOrMake(
      [endpoint.key.sqlValue],
      [.text(endpoint.host), .text(endpoint.provider), .optional(endpoint.deployment)]
    ).id
    cachedEndpoints[endpoint] = id
    return id
  }

  /// The budgets of the store; nil where there are none.
  ///
  /// Nobody sets one while a transaction runs.
  func budgets() throws -> Budgets? {
    let budgets = Budgets(connection)
    let areSet = try budgetsAreSet ?? budgets.areSet
    budgetsAreSet = areSet
    return areSet ? budgets : nil
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
