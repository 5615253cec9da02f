/// A compiled statement for use many times over, as in a loop of inserts.
///
/// It keeps its compiled form alive and must not leave the closure its connection was lent to.
package final class Statement {
  let compiled: any DriverStatement
  /// The text it was compiled from.
  package let sql: String

  init(compiled: any DriverStatement, sql: String) {
    self.compiled = compiled
    self.sql = sql
  }

  /// Runs it to its end.
  ///
  /// - Returns: how many rows it inserted, updated or deleted.
  @discardableResult
  package func run(_ values: [SQLValue] = []) throws(StorageError) -> Int {
    defer { compiled.reset() }
    try compiled.bind(values)
    while try compiled.step() {}
    return compiled.changedRowCount
  }

  /// Calls a closure with each row of the result.
  package func forEach(
    _ values: [SQLValue] = [], _ body: (borrowing Row) throws -> Void
  ) throws {
    defer { compiled.reset() }
    try compiled.bind(values)
    while try compiled.step() {
      try body(Row(statement: compiled, sql: sql))
    }
  }

  /// The first row, decoded; nil when there is none.
  package func first<T>(
    _ values: [SQLValue] = [], _ decode: (borrowing Row) throws -> T
  ) throws -> T? {
    defer { compiled.reset() }
    try compiled.bind(values)
    return try compiled.step() ? try decode(Row(statement: compiled, sql: sql)) : nil
  }
}

@available(*, unavailable) extension Statement: Sendable {}
