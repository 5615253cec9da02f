/// One connection to one engine: what an engine must be able to do, and no more.
///
/// A driver is used by one thread at a time; `Connection` sees to that. Everything above this
/// protocol is written once for all engines.
package protocol Driver: AnyObject {
  var dialect: Dialect { get }

  /// What the engine calls the place of the store's tables, beside that of temporary ones.
  var schemaName: String { get }

  /// Whether a transaction is open, as the engine sees it.
  var isInTransaction: Bool { get }

  /// Whether the connection is still there, as far as can be told without asking the engine.
  var isUsable: Bool { get }

  /// The id that the session's last insert was given; nil where the insert itself has to return it.
  var lastInsertedID: Int64? { get }

  /// Compiles one statement whose parameters are written `$1`, `$2`, ….
  func prepare(_ sql: String) throws(StorageError) -> any DriverStatement

  /// Runs any number of statements without parameters.
  func execute(script: String) throws(StorageError)

  /// Begins a transaction, and waits for what its mode needs; opens none when it fails.
  func begin(_ mode: TransactionMode) throws(StorageError)

  /// Keeps what the transaction did.
  ///
  /// - Throws: `vanished` where the store's file was deleted or replaced after it was opened,
  ///   `unconfirmed` where the engine went away before it said whether it is kept.
  func commit() throws(StorageError)

  /// Has the engine look up what each new row refers to, or not, where it can be told; only outside
  /// of transactions.
  func checkReferences(_ areChecked: Bool) throws(StorageError)

  /// Has the engine keep another journal, where it has a choice; only outside of transactions.
  ///
  /// - Throws: `busy` where another session has the store open: nothing has changed then.
  func keep(_ journal: TransactionJournal) throws(StorageError)

  /// A way to load rows that is faster than statements; nil where there is none.
  func bulkLoader(
    into table: String, columns: [String], conflict: InsertConflict
  ) throws(StorageError) -> (any BulkLoader)?

  /// What the engine finds wrong with its own files; empty when nothing is.
  ///
  /// References between rows are another check.
  func integrityProblems() throws(StorageError) -> [String]

  /// References of rows to rows that are not there; empty when there is none.
  ///
  /// - Parameter limit: how many are told.
  func referenceProblems(limit: Int) throws(StorageError) -> [String]

  /// Ends whatever statement is running; may be called from any thread.
  func interrupt()

  /// From now on the engine itself refuses on this connection whatever is not reading, and ends
  /// what still runs when the time is over.
  func restrictToReading(timeLimit: Duration) throws(StorageError)

  /// The table or column that an error of this engine says it does not have; nil for other errors.
  func missingName(_ error: StorageError) -> MissingName?
}

/// An engine whose store is a file.
package protocol FileDriver: Driver {
  /// Writes a consistent copy of the whole store to a new file while others go on using it, and
  /// checks the copy; leaves nothing behind when it fails.
  ///
  /// - Parameter progress: called with the bytes done, of how many.
  func backup(
    to path: String, progress: (_ done: Int, _ total: Int) -> Void
  ) throws(StorageError)
}

/// Loads rows of one table.
package protocol BulkLoader: AnyObject {
  /// Writes rows.
  ///
  /// - Parameter pieces: of each the values of whole rows, one after the other.
  /// - Returns: how many rows were written; the others were ignored.
  func load(_ pieces: [[SQLValue]]) throws(StorageError) -> Int
}

/// What a transaction is going to do.
package enum TransactionMode: Sendable {
  /// Reads one unchanging state of the store.
  case read
  /// Reads one unchanging state, with temporary tables beside it.
  case aside
  /// Adds rows that no other writer looks for, numbered by the engine, such as calls: where the
  /// engine locks single rows, several may be at it at once.
  case record
  /// Takes the store's write lock at once, so that it cannot be refused half-way.
  case write
}

/// What an engine keeps of a transaction so that it is done whole or not at all.
package enum TransactionJournal: Sendable {
  /// What it does, to be written back later: who reads meanwhile sees the state before.
  case log
  /// What it takes to undo it: half the writing, but who reads waits for its end.
  case undo
}

/// A name in a statement that the store does not have.
package struct MissingName: Sendable, Equatable {
  /// In words: `table` or `column`.
  package let kind: String
  package let name: String
  /// The names of that kind which the store has.
  package let known: [String]
}

/// A compiled statement.
///
/// It belongs to the driver that made it and is freed with its last
/// reference.
package protocol DriverStatement: AnyObject {
  var columnCount: Int { get }

  /// Binds all parameters, in the order of their numbers.
  func bind(_ values: [SQLValue]) throws(StorageError)

  /// Moves to the next row; false behind the last.
  func step() throws(StorageError) -> Bool

  /// Ends the execution and forgets the bound values.
  func reset()

  /// Rows that the last finished execution inserted, updated or deleted.
  var changedRowCount: Int { get }

  func isNull(_ column: Int) -> Bool
  func integer(_ column: Int) -> Int64
  func real(_ column: Int) -> Double
  func text(_ column: Int) -> String
  func bytes(_ column: Int) -> [UInt8]

  /// What the statement calls a column of its result.
  func name(_ column: Int) -> String

  /// The type of the value in the current row.
  func type(_ column: Int) -> ValueType
}

/// The types a stored value can have.
package enum ValueType: Sendable {
  case null, integer, real, text, bytes
}
