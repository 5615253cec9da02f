internal import Storage

/// A table whose rows a digest identifies, found or made many at a time: `(id, key, …)`.
final class KeyedRows {
  /// A row, and whether it was made just now.
  struct Found {
    let id: Int64
    let isNew: Bool
  }

  private var ids: IDSequence
  private let insert: BulkInsert
  private let select: Statement

  /// Rows that are tried at once.
  private static let chunkRows = 50

  /// - Parameters:
  ///   - key: the column of the digest.
  ///   - columns: the others.
  init(
    _ connection: Connection, _ table: StaticString, key: StaticString, columns: [String]
  ) throws {
    ids = try IDSequence(connection, table: table)
    insert = BulkInsert(
      connection, into: table, columns: ["id", "\(key)"] + columns, conflict: .ignored)
    select = try connection.prepare("SELECT id FROM \(table) WHERE \(key) = $1")
  }

  /// The greatest id given out so far, or found.
  var lastID: Int64 { ids.current }

  /// The id of the row with this key; nil where there is none.
  func find(_ key: Key) throws -> Int64? {
    try select.first([key.sqlValue]) { try $0.integer(0) }
  }

  /// The rows with these keys, in their order; those that are missing are made.
  ///
  /// - Parameters:
  ///   - keys: each only once.
  ///   - values: of the other columns, by the place of the key.
  func findOrMake(_ keys: [Key], _ values: (Int) -> [SQLValue]) throws -> [Found] {
    var found: [Found] = []
    found.reserveCapacity(keys.count)
    for start in stride(from: 0, to: keys.count, by: Self.chunkRows) {
      let places = start..<min(start + Self.chunkRows, keys.count)
      // Most that come are new: all are made, and looked for only where one was there.
      for place in places {
        let id = ids.next()
        insert.append([.integer(id), keys[place].sqlValue] + values(place))
        found.append(Found(id: id, isNew: true))
      }
      guard try insert.finish() < places.count else { continue }
      for place in places { found[place] = try look(for: keys[place], madeAs: found[place].id) }
    }
    return found
  }

  // MARK: - Private

  private func look(for key: Key, madeAs madeID: Int64) throws -> Found {
    guard let id = try find(key) else {
      throw StorageError(.constraint, "a row was refused and is not there", sql: select.sql)
    }
    return Found(id: id, isNew: id == madeID)
  }
}
