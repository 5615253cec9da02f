internal import Storage

/// A table whose rows a digest identifies, found or made many at a time: `(id, key, …)`.
///
/// Its caller holds the write lock of the store: nobody else makes rows meanwhile.
final class KeyedRows {
  /// A row, and whether it was made just now.
  struct Found {
    let id: Int64
    let isNew: Bool
  }

  private let dialect: Dialect
  private var ids: IDSequence
  private let insert: BulkInsert
  private let lookup: KeyLookup
  private let table: StaticString

  /// Rows that are tried at once where trying is cheaper than looking.
  private static let triedRows = 50

  /// - Parameters:
  ///   - key: the column of the digest.
  ///   - columns: the others.
  init(
    _ connection: Connection, _ table: StaticString, key: StaticString, columns: [String]
  ) throws {
    dialect = connection.dialect
    self.table = table
    ids = try IDSequence(connection, table: table)
    insert = BulkInsert(
      connection, into: table, columns: ["id", "\(key)"] + columns,
      conflict: dialect == .sqlite ? .lookedFor : .refused)
    lookup = try KeyLookup(connection, table, key: ["\(key)"], columns: ["id", "\(key)"])
  }

  /// The greatest id given out so far, or found.
  var lastID: Int64 { ids.current }

  /// The ids of the rows with these keys that are there.
  func find(_ keys: [Key]) throws -> [Key: Int64] {
    var found: [Key: Int64] = [:]
    try lookup.forEach(keys.map(\.sqlValue)) { row in
      guard let key = Key(try row.bytes(1)) else { return }
      found[key] = try row.integer(0)
    }
    return found
  }

  /// The rows with these keys, in their order; those that are missing are made.
  ///
  /// - Parameters:
  ///   - keys: each only once.
  ///   - values: of the other columns, by the place of the key.
  func findOrMake(_ keys: [Key], _ values: (Int) -> [SQLValue]) throws -> [Found] {
    guard dialect == .sqlite else { return try makeMissing(keys, values) }
    return try stride(from: 0, to: keys.count, by: Self.triedRows).flatMap { start in
      try tryAll(keys, start..<min(start + Self.triedRows, keys.count), values)
    }
  }

  // MARK: - Private

  private func make(_ key: Key, _ values: [SQLValue]) -> Found {
    let id = ids.next()
    insert.append([.integer(id), key.sqlValue] + values)
    return Found(id: id, isNew: true)
  }

  private func makeMissing(_ keys: [Key], _ values: (Int) -> [SQLValue]) throws -> [Found] {
    let known = try find(keys)
    let rows = keys.indices.map { place in
      known[keys[place]].map { Found(id: $0, isNew: false) } ?? make(keys[place], values(place))
    }
    try insert.finish()
    return rows
  }

  /// Makes all rows, since most that come are new, and looks only where one was there.
  private func tryAll(
    _ keys: [Key], _ places: Range<Int>, _ values: (Int) -> [SQLValue]
  ) throws -> [Found] {
    let made = places.map { make(keys[$0], values($0)) }
    guard try insert.finish() < made.count else { return made }
    let known = try find(Array(keys[places]))
    return try zip(keys[places], made).map { key, made in
      guard let id = known[key] else {
        throw StorageError(.constraint, "a row of \(table) was refused and is not there")
      }
      return Found(id: id, isNew: id == made.id)
    }
  }
}
