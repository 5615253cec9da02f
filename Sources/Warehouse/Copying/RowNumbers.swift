internal import Storage

/// The numbers that rows of one table have in the store they are carried to.
final class RowNumbers {
  /// A row that is there: its number, and what a merge asks of it.
  private typealias Standing = (number: Int64, value: SQLValue)

  private let connection: Connection
  private let table: CopiedTable
  private let carried: CarriedRows
  private var ids: IDSequence
  private var known = RecentValues<Int64, Int64>(capacity: 65_536)
  private let lookup: KeyLookup
  private let insert: BulkInsert
  private let update: Statement?
  /// Rows that were there and got something of the ones that came.
  private(set) var changed: [Int64] = []

  /// Rows that one statement makes where the engine numbers them.
  private static let rowsAtOnce = 50

  init(_ connection: Connection, _ table: CopiedTable, _ carried: CarriedRows) throws {
    self.connection = connection
    self.table = table
    self.carried = carried
    ids = try IDSequence(connection, table: table.name)
    lookup = try KeyLookup(
      connection, table.name, key: table.key,
      columns: ["id", table.merge?.asked ?? "NULL"] + table.key)
    insert = BulkInsert(connection, into: table.name, columns: ["id"] + table.columns)
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
    let there = try standing(rows)
    var found: [(id: Int64, number: Int64, isNew: Bool)] = []
    var new: [(id: Int64, values: [SQLValue])] = []
    for row in rows {
      guard case .integer(let id) = row[0] else { continue }
      let values = Array(row.dropFirst())
      if let old = there[RowKey(values.prefix(table.key.count))] {
        try merge(values, into: old)
        found.append((id, old.number, false))
      } else {
        new.append((id, values))
      }
    }
    for (row, number) in zip(new, try make(new.map(\.values))) {
      found.append((row.id, number, true))
    }
    for row in found {
      known[row.id] = row.number
      carried.add(row.id, of: table)
    }
    return found
  }

  // MARK: - Private

  /// The rows with the same natural keys that are there.
  private func standing(_ rows: [[SQLValue]]) throws -> [RowKey: Standing] {
    var there: [RowKey: Standing] = [:]
    try lookup.forEach(rows.flatMap { $0[1...table.key.count] }) { row in
      var key: [SQLValue] = []
      for place in table.key.indices { key.append(try row.value(2 + place)) }
      there[RowKey(key[...])] = (try row.integer(0), try row.value(1))
    }
    return there
  }

  private func merge(_ values: [SQLValue], into old: Standing) throws {
    guard let merge = table.merge, let update,
      let place = table.columns.firstIndex(of: merge.column), merge.wins(values[place], old.value)
    else { return }
    let new = merge.updates.map { column in
      table.columns.firstIndex(of: column).map { values[$0] } ?? .null
    }
    try update.run([.integer(old.number)] + new)
    changed.append(old.number)
  }

  /// The numbers of rows that were not there, in their order.
  private func make(_ rows: [[SQLValue]]) throws -> [Int64] {
    guard table.numbering == .engine else {
      let numbers = rows.map { values in
        let number = ids.next()
        insert.append([.integer(number)] + values)
        return number
      }
      try insert.finish()
      return numbers
    }
    return try stride(from: 0, to: rows.count, by: Self.rowsAtOnce).flatMap { start in
      try makeNumbered(rows[start..<min(start + Self.rowsAtOnce, rows.count)])
    }
  }

  /// As `make`, where the engine gives out the numbers: it tells them in an order of its own.
  private func makeNumbered(_ rows: ArraySlice<[SQLValue]>) throws -> [Int64] {
    let statement = try connection.prepareInsert(
      table.name, table.columns, rows: rows.count, returning: ["id"] + table.key)
    var made: [RowKey: Int64] = [:]
    try statement.forEach(Array(rows.joined())) { row in
      var key: [SQLValue] = []
      for place in table.key.indices { key.append(try row.value(1 + place)) }
      made[RowKey(key[...])] = try row.integer(0)
    }
    return try rows.map { values in
      guard let number = made[RowKey(values.prefix(table.key.count))] else {
        throw StorageError(.constraint, "a row of \(table.name) was not made")
      }
      return number
    }
  }
}

/// A natural key, compared as the engines compare it: texts by their bytes.
private struct RowKey: Hashable {
  private let values: [SQLValue]

  init(_ values: ArraySlice<SQLValue>) {
    self.values = values.map { value in
      if case .text(let text) = value { .utf8(Array(text.utf8)[...]) } else { value }
    }
  }
}
