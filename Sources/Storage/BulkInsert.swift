/// Writes many rows of one table: by the engine's own way to load rows, or with few statements.
///
/// They are in the table after `finish`; until then a query may not see them. It must not leave the
/// closure its connection was lent to.
package final class BulkInsert {
  private let loader: any BulkLoader
  private let columnCount: Int

  /// - Parameters:
  ///   - table: a table of ours.
  ///   - columns: what the values of each row are for.
  ///   - conflict: what becomes of a row whose key is there already.
  package init(
    _ connection: Connection, into table: StaticString, columns: [String],
    conflict: InsertConflict = .refused
  ) throws(StorageError) {
    columnCount = columns.count
    if let own = try connection.bulkLoader(into: table, columns: columns, conflict: conflict) {
      loader = own
    } else {
      loader = try StatementLoader(connection, into: table, columns: columns, conflict: conflict)
    }
  }

  /// Adds a row.
  ///
  /// - Throws: what the engine says of this row, or of an earlier one.
  package func append(_ row: [SQLValue]) throws(StorageError) {
    precondition(row.count == columnCount, "a row needs a value for each column")
    try loader.append(row)
  }

  /// Writes what is still waiting; more rows may follow.
  package func finish() throws(StorageError) { try loader.finish() }
}

@available(*, unavailable) extension BulkInsert: Sendable {}

/// Loads rows by inserts of fifty at a time, where the gain levels off: 2.2 instead of 1.7 million
/// rows a second were measured on SQLite.
private final class StatementLoader: BulkLoader {
  private let many: Statement
  private let one: Statement
  private let columnCount: Int
  private var waiting: [SQLValue] = []

  /// Rows of one statement.
  private static let rowsPerStatement = 50

  init(
    _ connection: Connection, into table: StaticString, columns: [String], conflict: InsertConflict
  ) throws(StorageError) {
    columnCount = columns.count
    many = try connection.prepareInsert(
      table, columns, rows: Self.rowsPerStatement, conflict: conflict)
    one = try connection.prepareInsert(table, columns, conflict: conflict)
    waiting.reserveCapacity(Self.rowsPerStatement * columns.count)
  }

  func append(_ row: [SQLValue]) throws(StorageError) {
    waiting += row
    if waiting.count == Self.rowsPerStatement * columnCount {
      try many.run(waiting)
      waiting.removeAll(keepingCapacity: true)
    }
  }

  func finish() throws(StorageError) {
    for start in stride(from: 0, to: waiting.count, by: columnCount) {
      try one.run(Array(waiting[start..<(start + columnCount)]))
    }
    waiting.removeAll(keepingCapacity: true)
  }
}

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
