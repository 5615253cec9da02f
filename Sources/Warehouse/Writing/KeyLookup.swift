internal import Storage

/// Looks rows up by a key: where each statement is a way to a server and back, many with one.
final class KeyLookup {
  private let select: Statement
  private let keyColumns: Int
  private let keysAtOnce: Int

  /// Values that one statement compares with where it goes to a server.
  private static let valuesOfServerStatement = 128

  /// - Parameters:
  ///   - table: a table of ours, or a join of some.
  ///   - key: the columns that identify a row.
  ///   - columns: what is read.
  init(
    _ connection: Connection, _ table: StaticString, key: [String], columns: [String]
  ) throws {
    keyColumns = key.count
    keysAtOnce = connection.dialect == .sqlite ? 1 : Self.valuesOfServerStatement / key.count
    select = try connection.prepare(
      """
      SELECT \(columns.joined(separator: ", ")) FROM \(table)
      WHERE \(Self.condition(key, count: keysAtOnce))
      """)
  }

  /// Calls a closure with each row that is there, in any order.
  ///
  /// - Parameter keys: the values of whole keys, one after the other.
  func forEach(_ keys: [SQLValue], _ body: (borrowing Row) throws -> Void) throws {
    let width = keysAtOnce * keyColumns
    if keys.count == width { return try select.forEach(keys, body) }
    for start in stride(from: 0, to: keys.count, by: width) {
      var some = keys[start..<min(start + width, keys.count)]
      // The statement has a fixed number of places: the last key fills those that are left.
      let last = some.suffix(keyColumns)
      while some.count < width { some += last }
      try select.forEach(Array(some), body)
    }
  }

  // MARK: - Private

  private static func condition(_ key: [String], count: Int) -> String {
    if key.count == 1, count > 1 {
      return "\(key[0]) IN (\((1...count).map { "$\($0)" }.joined(separator: ", ")))"
    }
    return (0..<count).map { place in
      let parts = key.enumerated().map { "\($1) = $\(place * key.count + $0 + 1)" }
      return "(\(parts.joined(separator: " AND ")))"
    }.joined(separator: " OR ")
  }
}
