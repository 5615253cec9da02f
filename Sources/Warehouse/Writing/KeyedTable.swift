internal import Storage

/// A table whose rows are found by a unique key or made: `(id, key, …)`.
final class KeyedTable {
  private let connection: Connection
  private let table: StaticString
  // Asked for with the first row that is mostly new.
  private var ids: IDSequence?
  private let insert: Statement
  private let select: Statement

  /// - Parameters:
  ///   - key: the columns of the unique key, which stand first among the values.
  ///   - columns: the others.
  init(
    _ connection: Connection, _ table: StaticString, key: [String], columns: [String] = []
  ) throws {
    self.connection = connection
    self.table = table
    let all = key + columns
    let places = (1...(all.count + 1)).map { "$\($0)" }.joined(separator: ", ")
    insert = try connection.prepare(
      "INSERT INTO \(table) (id, \(all.joined(separator: ", "))) VALUES (\(places))"
        + " ON CONFLICT (\(key.joined(separator: ", "))) DO NOTHING")
    let condition = key.enumerated().map { "\($1) = $\($0 + 1)" }.joined(separator: " AND ")
    select = try connection.prepare("SELECT id FROM \(table) WHERE \(condition)")
  }

  /// The id of the row with this key; nil where there is none.
  func find(_ key: [SQLValue]) throws -> Int64? {
    try select.first(key) { try $0.integer(0) }
  }

  /// The id of the row with this key, which is made where there is none.
  ///
  /// For rows that are mostly there, such as names, whoever makes them.
  ///
  /// - Returns: the id, and whether the row is new.
  func findOrMake(_ key: [SQLValue], _ values: [SQLValue] = []) throws -> (id: Int64, isNew: Bool) {
    if let id = try find(key) { return (id, false) }
    ids = nil
    return try makeOrFind(key, values)
  }

  /// As `findOrMake`, for rows that are mostly new, and that nobody else makes in the transaction.
  func makeOrFind(_ key: [SQLValue], _ values: [SQLValue] = []) throws -> (id: Int64, isNew: Bool) {
    var ids = try self.ids ?? IDSequence(connection, table: table)
    let id = ids.next()
    let isNew = try insert.run([.integer(id)] + key + values) == 1
    if !isNew { ids.takeBack() }
    self.ids = ids
    if isNew { return (id, true) }
    guard let existing = try find(key) else {
      throw StorageError(.constraint, "a row was refused and is not there", sql: insert.sql)
    }
    return (existing, false)
  }
}
