internal import Storage

/// The numbers that rows of one table have in the store they are carried to.
final class RowNumbers {
  private let connection: Connection
  private let table: CopiedTable
  private var ids: IDSequence
  private var known = RecentValues<Int64, Int64>(capacity: 65_536)
  private let find: Statement
  private let makeOne: Statement?
  private let update: Statement?

  init(_ connection: Connection, _ table: CopiedTable) throws {
    self.connection = connection
    self.table = table
    ids = try IDSequence(connection, table: table.name)
    let condition = table.key.enumerated().map { "\($1) = $\($0 + 1)" }
    find = try connection.prepare(
      """
      SELECT id, \(table.merge?.asked ?? "NULL") FROM \(table.name)
      WHERE \(condition.joined(separator: " AND "))
      """)
    let places = table.columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    makeOne =
      table.numbering == .engine
      ? try connection.prepare(
        """
        INSERT INTO \(table.name) (\(table.columns.joined(separator: ", "))) VALUES (\(places))
        RETURNING id
        """) : nil
    update = try table.merge.map { merge in
      let changes = merge.updates.enumerated().map { "\($1) = $\($0 + 2)" }
      return try connection.prepare(
        "UPDATE \(table.name) SET \(changes.joined(separator: ", ")) WHERE id = $1")
    }
  }

  subscript(id: Int64) -> Int64? { known[id] }

  /// The numbers of rows, each with its number in the store it comes from first.
  func findOrMake(
    _ rows: [[SQLValue]]
  ) throws -> [(id: Int64, number: Int64, isNew: Bool)] {
    let insert = BulkInsert(
      connection, into: table.name, columns: ["id"] + table.columns)
    var found: [(id: Int64, number: Int64, isNew: Bool)] = []
    for row in rows {
      guard case .integer(let id) = row[0] else { continue }
      let values = Array(row.dropFirst())
      if let number = try number(of: values) {
        found.append((id, number, false))
      } else if let makeOne {
        guard let number = try makeOne.first(values, { try $0.integer(0) }) else { continue }
        found.append((id, number, true))
      } else {
        let number = ids.next()
        insert.append([.integer(number)] + values)
        found.append((id, number, true))
      }
    }
    try insert.finish()
    for row in found { known[row.id] = row.number }
    return found
  }

  // MARK: - Private

  /// The number of a row that is there, after it was merged with the one that comes.
  private func number(of values: [SQLValue]) throws -> Int64? {
    let there = try find.first(Array(values.prefix(table.key.count))) { row in
      (id: try row.integer(0), value: try row.value(1))
    }
    guard let there else { return nil }
    if let merge = table.merge, let update,
      let place = table.columns.firstIndex(of: merge.column),
      merge.wins(values[place], there.value)
    {
      let new = merge.updates.map { column in
        table.columns.firstIndex(of: column).map { values[$0] } ?? .null
      }
      try update.run([.integer(there.id)] + new)
    }
    return there.id
  }
}
