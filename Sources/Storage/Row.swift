/// The current row of a running query, lent to one closure.
///
/// It cannot be copied or kept, so a value is read straight from the engine without boxing.
/// Columns count from 0.
package struct Row: ~Copyable {
  let statement: any DriverStatement
  let sql: String

  /// Whether the value is NULL.
  package func isNull(_ column: Int) -> Bool { statement.isNull(column) }

  /// A 64-bit integer.
  ///
  /// - Throws: `decoding` where the value is NULL.
  package func integer(_ column: Int) throws(StorageError) -> Int64 {
    try requireValue(column, "an integer")
    return statement.integer(column)
  }

  /// A 64-bit integer, or nil for NULL.
  package func optionalInteger(_ column: Int) -> Int64? {
    statement.isNull(column) ? nil : statement.integer(column)
  }

  /// A 64-bit integer as `Int`.
  package func int(_ column: Int) throws(StorageError) -> Int { Int(try integer(column)) }

  /// A 64-bit float.
  package func real(_ column: Int) throws(StorageError) -> Double {
    try requireValue(column, "a number")
    return statement.real(column)
  }

  /// A 64-bit float, or nil for NULL.
  package func optionalReal(_ column: Int) -> Double? {
    statement.isNull(column) ? nil : statement.real(column)
  }

  /// A text.
  package func text(_ column: Int) throws(StorageError) -> String {
    try requireValue(column, "a text")
    return statement.text(column)
  }

  /// A text, or nil for NULL.
  package func optionalText(_ column: Int) -> String? {
    statement.isNull(column) ? nil : statement.text(column)
  }

  /// A byte string, or the UTF-8 bytes of a text.
  package func bytes(_ column: Int) throws(StorageError) -> [UInt8] {
    try requireValue(column, "bytes")
    return statement.bytes(column)
  }

  /// A byte string, or nil for NULL.
  package func optionalBytes(_ column: Int) -> [UInt8]? {
    statement.isNull(column) ? nil : statement.bytes(column)
  }

  package var columnCount: Int { statement.columnCount }

  /// The value in the type that the engine has for it.
  package func value(_ column: Int) throws(StorageError) -> SQLValue {
    switch statement.type(column) {
    case .null: .null
    case .integer: .integer(statement.integer(column))
    case .real: .real(statement.real(column))
    case .text: .text(statement.text(column))
    case .bytes: .bytes(statement.bytes(column))
    }
  }

  private func requireValue(_ column: Int, _ expected: String) throws(StorageError) {
    guard statement.isNull(column) else { return }
    throw StorageError(
      .decoding, "column \(column + 1) is NULL where \(expected) is expected", sql: sql)
  }
}
