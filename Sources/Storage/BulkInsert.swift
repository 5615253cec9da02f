/// Writes many rows of one table with few statements.
///
/// Rows are collected until `finish`, which sends them fifty at a time: there the gain levels off
/// (2.2 instead of 1.7 million rows a second were measured on SQLite), and what an engine sets up
/// for a statement, such as the lists of a `CHECK (… IN …)`, is set up once for all of them. Until
/// then no query sees them, and memory grows with them. It must not leave the closure its
/// connection was lent to.
package final class BulkInsert {
  private let connection: Connection
  private let table: StaticString
  private let columns: [String]
  private let conflict: InsertConflict
  private var statements: [Statement?] = BulkInsert.statementRows.map { _ in nil }
  // The values of as many rows as the largest statement takes, and of those that follow.
  private var full: [[SQLValue]] = []
  private var waiting: [SQLValue] = []

  /// Rows of one statement; the smaller ones take what the larger leave over.
  static let statementRows = [50, 7, 1]

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
    if waiting.isEmpty { waiting.reserveCapacity(Self.statementRows[0] * columns.count) }
    waiting += row
    guard waiting.count == Self.statementRows[0] * columns.count else { return }
    full.append(waiting)
    waiting = []
  }

  /// Writes what is waiting; more rows may follow.
  ///
  /// - Returns: how many rows were written, which is less than there were where some are ignored.
  /// - Throws: what the engine says of any of the rows; none is waiting any more then.
  @discardableResult
  package func finish() throws(StorageError) -> Int {
    let (full, last) = (self.full, waiting)
    (self.full, waiting) = ([], [])
    var written = 0
    for rows in full { written += try statement(0).run(rows) }
    var rest = last[...]
    for place in Self.statementRows.indices.dropFirst() {
      let valueCount = Self.statementRows[place] * columns.count
      while rest.count >= valueCount {
        written += try statement(place).run(Array(rest.prefix(valueCount)))
        rest = rest.dropFirst(valueCount)
      }
    }
    return written
  }

  // MARK: - Private

  /// Compiled when it is first needed: most files are too small for the largest.
  private func statement(_ place: Int) throws(StorageError) -> Statement {
    if let known = statements[place] { return known }
    let statement = try connection.prepareInsert(
      table, columns, rows: Self.statementRows[place], conflict: conflict)
    statements[place] = statement
    return statement
  }
}

@available(*, unavailable) extension BulkInsert: Sendable {}

/// What an insert does with a row whose key is there already.
package enum InsertConflict: String, Sendable {
  case refused = ""
  case ignored = " ON CONFLICT DO NOTHING"
}

extension Connection {
  /// Compiles an insert of some rows; table and columns are words of ours.
  package func prepareInsert(
    _ table: StaticString, _ columns: [String], rows: Int = 1, conflict: InsertConflict = .refused
  ) throws(StorageError) -> Statement {
    let places = (0..<rows).map { row in
      let numbers = (1...columns.count).map { "$\(row * columns.count + $0)" }
      return "(\(numbers.joined(separator: ", ")))"
    }
    return try prepare(
      "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
        + places.joined(separator: ", ") + conflict.rawValue)
  }
}
