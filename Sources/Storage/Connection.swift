/// One session with the store, lent to a closure by `Database`.
///
/// It compiles each SQL text once and keeps it. Nested transactions become savepoints.
package final class Connection {
  private let driver: any Driver
  private var cache: [StatementText: Statement] = [:]
  private var savepointDepth = 0

  package init(driver: any Driver) {
    self.driver = driver
  }

  package var dialect: Dialect { driver.dialect }

  /// What stands before the name of a table of the store where a temporary one has the same.
  package var storeSchema: String { driver.schemaName }

  /// What stands before the name of a temporary table.
  package var temporarySchema: String { dialect == .postgres ? "pg_temp" : "temp" }

  /// Whether a transaction is open.
  package var isInTransaction: Bool { driver.isInTransaction }

  /// Whether the engine is still there, as far as can be told without asking it.
  var isUsable: Bool { driver.isUsable }

  /// Compiles a statement, or finds it compiled.
  package func prepare(_ sql: String) throws(StorageError) -> Statement {
    let text = StatementText(sql: sql)
    if let statement = cache[text] { return statement }
    let statement = Statement(compiled: try driver.prepare(sql), sql: sql)
    cache[text] = statement
    return statement
  }

  /// Runs one statement to its end and returns the number of rows it changed.
  @discardableResult
  package func execute(_ sql: String, _ values: [SQLValue] = []) throws(StorageError) -> Int {
    try prepare(sql).run(values)
  }

  /// Inserts a row and returns the id that the engine gave it.
  ///
  /// SQLite would hold what an insert returns in a table of its own, which takes as long as the
  /// insert.
  ///
  /// - Parameter sql: an insert of one row that no conflict keeps out.
  package func insertedID(_ sql: String, _ values: [SQLValue]) throws -> Int64 {
    guard driver.lastInsertedID == nil else {
      try execute(sql, values)
      return driver.lastInsertedID ?? 0
    }
    guard let id = try first("\(sql) RETURNING id", values, { try $0.integer(0) }) else {
      throw StorageError(.constraint, "a row was not inserted", sql: sql)
    }
    return id
  }

  /// Runs any number of statements without parameters.
  package func execute(script: String) throws(StorageError) {
    try driver.execute(script: script)
  }

  /// Calls a closure with each row of a query.
  package func forEach(
    _ sql: String, _ values: [SQLValue] = [], _ body: (borrowing Row) throws -> Void
  ) throws {
    try prepare(sql).forEach(values, body)
  }

  /// All rows of a query, decoded.
  package func all<T>(
    _ sql: String, _ values: [SQLValue] = [], _ decode: (borrowing Row) throws -> T
  ) throws -> [T] {
    var rows: [T] = []
    try forEach(sql, values) { row in rows.append(try decode(row)) }
    return rows
  }

  /// The first row of a query, decoded; nil when there is none.
  package func first<T>(
    _ sql: String, _ values: [SQLValue] = [], _ decode: (borrowing Row) throws -> T
  ) throws -> T? {
    try prepare(sql).first(values, decode)
  }

  /// Runs a closure in a transaction: committed when it returns, rolled back when it throws.
  ///
  /// Inside another transaction it is a savepoint.
  package func transaction<T>(
    _ mode: TransactionMode = .write, _ body: () throws -> T
  ) throws -> T {
    guard !driver.isInTransaction else { return try savepoint(body) }
    try driver.begin(mode)
    do {
      let result = try body()
      try driver.commit()
      return result
    } catch {
      // An engine ends some transactions by itself, as on a full disk.
      if driver.isInTransaction { try? driver.execute(script: "ROLLBACK") }
      throw error
    }
  }

  /// A transaction for many rows that refer only to rows which its body finds or makes itself.
  ///
  /// Where the engine can be told, it does not look these up again; see docs/decisions/0052.
  package func loadTransaction<T>(_ body: () throws -> T) throws -> T {
    try driver.checkReferences(false)
    // It can be told so outside of transactions, where it is again.
    defer { try? driver.checkReferences(true) }
    return try transaction(.write, body)
  }

  /// Has the engine keep another journal, where it has a choice.
  func keep(_ journal: TransactionJournal) throws(StorageError) {
    try driver.keep(journal)
  }

  /// The engine's own way to load rows; nil where statements are as fast.
  func bulkLoader(
    into table: StaticString, columns: [String], conflict: InsertConflict
  ) throws(StorageError) -> (any BulkLoader)? {
    try driver.bulkLoader(into: "\(table)", columns: columns, conflict: conflict)
  }

  /// What the engine finds wrong with its own files.
  package func integrityProblems() throws(StorageError) -> [String] {
    try driver.integrityProblems()
  }

  /// References of rows to rows that are not there, at most so many.
  package func referenceProblems(limit: Int = 100) throws(StorageError) -> [String] {
    try driver.referenceProblems(limit: limit)
  }

  /// Writes a consistent copy of the store's file to a new one, and checks it.
  ///
  /// - Parameter progress: called with the bytes done, of how many.
  /// - Throws: `unsupported` where the store is not a file.
  package func backup(
    to path: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(StorageError) {
    guard let driver = driver as? any FileDriver else {
      throw StorageError(.unsupported, "the store is not a file that could be copied")
    }
    try driver.backup(to: path, progress: progress)
  }

  /// From now on the engine itself refuses whatever is not reading, and ends what still runs when
  /// the time is over.
  func restrictToReading(timeLimit: Duration) throws(StorageError) {
    try driver.restrictToReading(timeLimit: timeLimit)
  }

  /// The table or column that an error says the store does not have; nil for other errors.
  package func missingName(_ error: StorageError) -> MissingName? { driver.missingName(error) }

  // MARK: - Private

  private func savepoint<T>(_ body: () throws -> T) throws -> T {
    savepointDepth += 1
    defer { savepointDepth -= 1 }
    let name = "nested_\(savepointDepth)"
    try driver.execute(script: "SAVEPOINT \(name)")
    do {
      let result = try body()
      try driver.execute(script: "RELEASE \(name)")
      return result
    } catch {
      if driver.isInTransaction {
        try? driver.execute(script: "ROLLBACK TO \(name); RELEASE \(name)")
      }
      throw error
    }
  }
}

// The statements of a connection are bound to the thread that runs it.
@available(*, unavailable) extension Connection: Sendable {}

/// The text of a statement as the name of what it compiles to.
///
/// To hash some hundred bytes of SQL takes longer than to bind the values of a row; the length and the
/// end tell most statements apart.
private struct StatementText: Hashable {
  let sql: String

  func hash(into hasher: inout Hasher) {
    hasher.combine(sql.utf8.count)
    for byte in sql.utf8.suffix(8) { hasher.combine(byte) }
  }
}
