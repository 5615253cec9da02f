/// Writes many rows of one table: by the engine's own way to load rows, or with few statements.
///
/// Rows are collected until `finish`, so that what refers to a row can wait for it; until then no
/// query sees them, and memory grows with them. It must not leave the closure its connection was
/// lent to.
package final class BulkInsert {
  private let connection: Connection
  private let table: StaticString
  private let columns: [String]
  private let conflict: InsertConflict
  private var loader: (any BulkLoader)?
  // The values of as many rows as a piece takes, and of those that follow.
  private var full: [[SQLValue]] = []
  private var waiting: [SQLValue] = []

  /// Rows of one piece.
  static let pieceRows = 50

  /// - Parameters:
  ///   - table: a table of ours.
  ///   - columns: what the values of each row are for.
  ///   - conflict: what becomes of a row whose key is there already.
  package init(
    _ connection: Connection, into table: StaticString, columns: [String],
    conflict: InsertConflict = .refused
  ) {
    self.connection = connection
    self.table = table
    self.columns = columns
    self.conflict = conflict
  }

  /// Adds a row.
  package func append(_ row: [SQLValue]) {
    precondition(row.count == columns.count, "a row needs a value for each column")
    if waiting.isEmpty { waiting.reserveCapacity(Self.pieceRows * columns.count) }
    waiting += row
    guard waiting.count == Self.pieceRows * columns.count else { return }
    full.append(waiting)
    waiting = []
  }

  /// Writes what is waiting; more rows may follow.
  ///
  /// - Returns: how many rows were written, which is less than there were where some are ignored.
  /// - Throws: what the engine says of any of the rows; none is waiting any more then.
  @discardableResult
  package func finish() throws(StorageError) -> Int {
    let pieces = waiting.isEmpty ? full : full + [waiting]
    (full, waiting) = ([], [])
    guard !pieces.isEmpty else { return 0 }
    return try findLoader().load(pieces)
  }

  // MARK: - Private

  private func findLoader() throws(StorageError) -> any BulkLoader {
    if let loader { return loader }
    let own = try connection.bulkLoader(into: table, columns: columns, conflict: conflict)
    let found = own ?? StatementLoader(connection, table, columns, conflict)
    loader = found
    return found
  }
}

@available(*, unavailable) extension BulkInsert: Sendable {}

/// Loads rows by inserts of fifty at a time: there the gain levels off (2.2 instead of 1.7 million
/// rows a second were measured on SQLite).
private final class StatementLoader: BulkLoader {
  private let connection: Connection
  private let table: StaticString
  private let columns: [String]
  private let conflict: InsertConflict
  /// Rows of one statement; the smaller ones take what the larger leave over.
  private static let statementRows = [BulkInsert.pieceRows, 7, 1]
  private var statements: [Int: Statement] = [:]

  init(
    _ connection: Connection, _ table: StaticString, _ columns: [String],
    _ conflict: InsertConflict
  ) {
    self.connection = connection
    self.table = table
    self.columns = columns
    self.conflict = conflict
  }

  func load(_ pieces: [[SQLValue]]) throws(StorageError) -> Int {
    var written = 0
    for piece in pieces {
      var rest = piece[...]
      for rows in Self.statementRows {
        while rest.count >= rows * columns.count {
          let isWhole = rest.count == rows * columns.count && rest.count == piece.count
          written += try statement(rows).run(
            isWhole ? piece : Array(rest.prefix(rows * columns.count)))
          rest = rest.dropFirst(rows * columns.count)
        }
      }
    }
    return written
  }

  /// Compiled when it is first needed: most files are too small for the largest.
  private func statement(_ rows: Int) throws(StorageError) -> Statement {
    if let known = statements[rows] { return known }
    let statement = try connection.prepareInsert(table, columns, rows: rows, conflict: conflict)
    statements[rows] = statement
    return statement
  }
}

/// What an insert does with a row whose key is there already.
package enum InsertConflict: Sendable {
  case refused
  case ignored
  /// As `ignored`, for a caller that looks whether each row is there afterwards.
  ///
  /// SQLite passes over a row that breaks any other rule too. For that it need not be able to undo
  /// half a statement, which would copy every page that the statement changes: where keys are
  /// digests that is a page a row, and was a sixth of the time of an import. Of a table that refers
  /// to others it need not either in `Connection.loadTransaction`.
  case lookedFor
}

extension Connection {
  /// Compiles an insert of some rows; table and columns are words of ours.
  ///
  /// - Parameter returning: what the statement tells of each row.
  package func prepareInsert(
    _ table: StaticString, _ columns: [String], rows: Int = 1, conflict: InsertConflict = .refused,
    returning: [String] = []
  ) throws(StorageError) -> Statement {
    let places = (0..<rows).map { row in
      let numbers = (1...columns.count).map { "$\(row * columns.count + $0)" }
      return "(\(numbers.joined(separator: ", ")))"
    }
    let isLenient = dialect == .sqlite && conflict == .lookedFor
    return try prepare(
      "INSERT \(isLenient ? "OR IGNORE " : "")INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
        + places.joined(separator: ", ")
        + (conflict == .refused || isLenient ? "" : " ON CONFLICT DO NOTHING")
        + (returning.isEmpty ? "" : " RETURNING \(returning.joined(separator: ", "))"))
  }
}
