internal import Storage

/// Carries rows from one store to another: finds them there by their natural keys, or makes them
/// with numbers of that store.
final class RowCarrier {
  private let from: Connection
  private let to: Connection
  private let replaced: [String: SQLValue]
  private let carried: CarriedRows
  private var numbers: [String: RowNumbers] = [:]
  private var inserts: [String: BulkInsert] = [:]

  /// Rows that are asked for at once.
  private static let chunkRows = 250

  /// - Parameters:
  ///   - replaced: what is carried in place of a column's value, by `table.column`.
  ///   - carried: is told what was carried.
  init(from: Connection, to: Connection, replaced: [String: SQLValue], carried: CarriedRows) {
    self.from = from
    self.to = to
    self.replaced = replaced
    self.carried = carried
  }

  /// The numbers that rows have in the other store, by their numbers in this one; they are made
  /// there, with all they refer to, where they are missing.
  ///
  /// - Returns: and which of them were made.
  @discardableResult
  func carry(
    _ table: CopiedTable, numbered ids: [Int64]
  ) throws -> (numbers: [Int64: Int64], made: Set<Int64>) {
    let known = try numbers(table)
    var found: [Int64: Int64] = [:]
    var made: Set<Int64> = []
    var unknown: Set<Int64> = []
    for id in ids {
      if let number = known[id] { found[id] = number } else { unknown.insert(id) }
    }
    for chunk in Self.chunks(unknown.sorted()) {
      let rows = try rows(table, ["id"] + table.columns, where: "id", in: chunk)
      let translated = try translate(rows, table, ["id"] + table.columns)
      for (id, number, isNew) in try known.findOrMake(translated) {
        found[id] = number
        if isNew { made.insert(id) }
      }
    }
    return (found, made)
  }

  /// Carries rows that have no number, by the numbers of what they hang on.
  ///
  /// - Parameter isNew: whether what they hang on was made just now, so that none can be there.
  func carry(
    _ table: CopiedTable, where column: String, in ids: [Int64], isNew: Bool = false
  ) throws {
    let insert = insert(into: table, isNew ? .refused : .ignored)
    for chunk in Self.chunks(Array(Set(ids)).sorted()) {
      let rows = try rows(table, table.columns, where: column, in: chunk)
      for row in try translate(rows, table, table.columns) { insert.append(row) }
    }
    try insert.finish()
  }

  /// Carries rows that were read already.
  func carry(_ table: CopiedTable, rows: [[SQLValue]]) throws {
    let insert = insert(into: table, .ignored)
    for row in try translate(rows, table, table.columns) { insert.append(row) }
    try insert.finish()
  }

  /// What a column of rows that hang on others holds, without what is missing.
  func related(
    _ column: String, of table: StaticString, where other: String, in ids: [Int64]
  ) throws -> [Int64] {
    let table = CopiedTable(table, key: [other], [column], numbering: .none)
    return try Self.chunks(ids).flatMap { chunk in
      try rows(table, [column], where: other, in: chunk).compactMap { row in
        if case .integer(let id) = row[0] { id } else { nil }
      }
    }
  }

  /// The numbers in the other store of rows that were there, and got something of the ones that came.
  func changed(_ table: CopiedTable) -> [Int64] { numbers["\(table.name)"]?.changed ?? [] }

  // MARK: - Private

  private func numbers(_ table: CopiedTable) throws -> RowNumbers {
    if let known = numbers["\(table.name)"] { return known }
    let new = try RowNumbers(to, table, carried)
    numbers["\(table.name)"] = new
    return new
  }

  /// A table is always carried in one of the two ways.
  private func insert(into table: CopiedTable, _ conflict: InsertConflict) -> BulkInsert {
    if let known = inserts["\(table.name)"] { return known }
    let new = BulkInsert(to, into: table.name, columns: table.columns, conflict: conflict)
    inserts["\(table.name)"] = new
    return new
  }

  private static func chunks(_ ids: [Int64]) -> [ArraySlice<Int64>] {
    stride(from: 0, to: ids.count, by: chunkRows).map { start in
      ids[start..<min(start + chunkRows, ids.count)]
    }
  }

  private func rows(
    _ table: CopiedTable, _ columns: [String], where column: String, in ids: ArraySlice<Int64>
  ) throws -> [[SQLValue]] {
    let places = (1...Self.chunkRows).map { "$\($0)" }.joined(separator: ", ")
    let order = table.numbering == .none ? table.key.joined(separator: ", ") : "id"
    // One statement for every number of rows: the last is asked for again.
    let last = ids.last ?? 0
    let values = (0..<Self.chunkRows).map { place in
      SQLValue.integer(place < ids.count ? ids[ids.startIndex + place] : last)
    }
    return try from.all(
      """
      SELECT \(columns.joined(separator: ", ")) FROM \(table.name)
      WHERE \(column) IN (\(places)) ORDER BY \(order)
      """, values
    ) { row in
      var cells: [SQLValue] = []
      for index in columns.indices { cells.append(try row.value(index)) }
      return cells
    }
  }

  /// Puts the other store's numbers in place of this one's.
  private func translate(
    _ rows: [[SQLValue]], _ table: CopiedTable, _ columns: [String]
  ) throws -> [[SQLValue]] {
    var rows = rows
    for (place, column) in columns.enumerated() {
      if let value = replaced["\(table.name).\(column)"] {
        for index in rows.indices { rows[index][place] = value }
      }
      guard let name = table.references[column], let other = CopiedTable.numbered[name] else {
        continue
      }
      let ids = rows.compactMap { row in if case .integer(let id) = row[place] { id } else { nil } }
      let numbers = try carry(other, numbered: ids as [Int64]).numbers
      for index in rows.indices {
        guard case .integer(let id) = rows[index][place] else { continue }
        guard let number = numbers[id] else {
          throw StorageError(
            .corrupt, "\(table.name).\(column) refers to row \(id), which is missing")
        }
        rows[index][place] = .integer(number)
      }
    }
    return rows
  }
}
