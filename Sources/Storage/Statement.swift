/// A compiled statement for use many times over, as in a loop of inserts.
///
/// It keeps its compiled form alive and must not leave the closure its connection was lent to.
package final class Statement {
  let compiled: any DriverStatement
  /// The text it was compiled from.
  package let sql: String
  private var isRunning = false

  init(compiled: any DriverStatement, sql: String) {
    self.compiled = compiled
    self.sql = sql
  }

  /// What it calls the columns of its result; empty where it has none.
  package var columnNames: [String] {
    (0..<compiled.columnCount).map { compiled.name($0) }
  }

  /// Runs it to its end.
  ///
  /// - Returns: how many rows it inserted, updated or deleted.
  @discardableResult
  package func run(_ values: [SQLValue] = []) throws(StorageError) -> Int {
    try start(values)
    defer { finish() }
    while try compiled.step() {}
    return compiled.changedRowCount
  }

  /// Calls a closure with each row of the result.
  package func forEach(
    _ values: [SQLValue] = [], _ body: (borrowing Row) throws -> Void
  ) throws {
    try start(values)
    defer { finish() }
    while try compiled.step() {
      try body(Row(statement: compiled, sql: sql))
    }
  }

  /// The first row, decoded; nil when there is none.
  package func first<T>(
    _ values: [SQLValue] = [], _ decode: (borrowing Row) throws -> T
  ) throws -> T? {
    try start(values)
    defer { finish() }
    return try compiled.step() ? try decode(Row(statement: compiled, sql: sql)) : nil
  }

  // MARK: - Private

  /// A second execution inside the first one's rows would end that one, or begin it again.
  private func start(_ values: [SQLValue]) throws(StorageError) {
    guard !isRunning else {
      throw StorageError(.other, "the statement is used inside its own rows", sql: sql)
    }
    isRunning = true
    do {
      try compiled.bind(values)
    } catch {
      finish()
      throw error
    }
  }

  private func finish() {
    compiled.reset()
    isRunning = false
  }
}

@available(*, unavailable) extension Statement: Sendable {}
