internal import Storage

/// Gives out the next ids of a table while its writer holds the write lock.
struct IDSequence {
  private var last: Int64

  init(_ connection: Connection, table: StaticString) throws {
    let sql = "SELECT coalesce(max(id), 0) FROM \(table)"
    last = try connection.first(sql) { try $0.integer(0) } ?? 0
  }

  /// The greatest id given out so far, or found.
  var current: Int64 { last }

  mutating func next() -> Int64 {
    last += 1
    return last
  }

  /// Takes back the id given out last, where it turned out not to be needed.
  mutating func takeBack() { last -= 1 }
}
