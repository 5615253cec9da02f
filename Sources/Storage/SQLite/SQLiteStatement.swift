internal import CSQLite

/// A compiled SQLite statement, finalized with its last reference.
@safe final class SQLiteStatement: DriverStatement {
  private let handle: OpaquePointer
  // Keeps the connection open for as long as one of its statements lives.
  private let driver: SQLiteDriver
  private let sql: String
  // SQLite takes `$1` for a name: the place of each number among the parameters.
  private let parameterIndexes: [Int32]
  private(set) var changedRowCount = 0
  private var totalBefore: Int64 = 0

  init(handle: OpaquePointer, driver: SQLiteDriver, sql: String) {
    unsafe self.handle = unsafe handle
    self.driver = driver
    self.sql = sql
    parameterIndexes = unsafe (1..<(sqlite3_bind_parameter_count(handle) + 1)).map { number in
      unsafe sqlite3_bind_parameter_index(handle, "$\(number)")
    }
  }

  deinit {
    unsafe sqlite3_finalize(handle)
  }

  var columnCount: Int { Int(unsafe sqlite3_column_count(handle)) }

  func bind(_ values: [SQLValue]) throws(StorageError) {
    guard values.count == parameterIndexes.count else {
      throw StorageError(
        .other, "\(values.count) values for \(parameterIndexes.count) parameters", sql: sql)
    }
    totalBefore = driver.totalChangedRowCount
    let code = unsafe values.withUnsafeBufferPointer { values in
      guard var value = values.baseAddress else { return SQLITE_OK }
      for index in parameterIndexes {
        let code = unsafe bind(value, at: index)
        guard code == SQLITE_OK else { return code }
        unsafe value += 1
      }
      return SQLITE_OK
    }
    guard code == SQLITE_OK else { throw driver.error(code, sql: sql) }
  }

  /// - Parameter value: where it stands; a copy would count a reference to memory that another thread
  ///   made, which took longer than most values take to bind.
  private func bind(_ value: UnsafePointer<SQLValue>, at index: Int32) -> Int32 {
    switch unsafe value.pointee {
    case .null: unsafe sqlite3_bind_null(handle, index)
    case .integer(let integer): unsafe sqlite3_bind_int64(handle, index, integer)
    case .real(let real): unsafe sqlite3_bind_double(handle, index, real)
    case .text(var text):
      text.withUTF8 { utf8 in
        // An empty buffer has no address, which SQLite would take for NULL.
        unsafe UnsafeRawPointer(utf8.baseAddress).map {
          unsafe scorehouse_sqlite_bind_text(
            handle, index, $0.assumingMemoryBound(to: CChar.self), UInt64(utf8.count))
        } ?? bindEmptyText(at: index)
      }
    case .utf8(let slice):
      unsafe slice.withUnsafeBytes { bytes in
        unsafe bytes.baseAddress.map {
          unsafe scorehouse_sqlite_bind_text(
            handle, index, $0.assumingMemoryBound(to: CChar.self), UInt64(bytes.count))
        } ?? bindEmptyText(at: index)
      }
    case .bytes(let slice):
      unsafe slice.withUnsafeBytes { bytes in
        unsafe bytes.baseAddress.map {
          unsafe scorehouse_sqlite_bind_blob(handle, index, $0, UInt64(bytes.count))
        } ?? sqlite3_bind_zeroblob(handle, index, 0)
      }
    case .digest(let high, let low):
      unsafe withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { bytes in
        unsafe bytes.baseAddress.map {
          unsafe scorehouse_sqlite_bind_blob(handle, index, $0, UInt64(bytes.count))
        } ?? SQLITE_NOMEM
      }
    }
  }

  private func bindEmptyText(at index: Int32) -> Int32 {
    unsafe scorehouse_sqlite_bind_text(handle, index, "", 0)
  }

  func step() throws(StorageError) -> Bool {
    switch unsafe sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      // SQLite keeps the last count through statements that change no rows, as CREATE.
      changedRowCount =
        driver.totalChangedRowCount == totalBefore ? 0 : driver.changedRowCount
      return false
    case let code: throw driver.error(code, sql: sql)
    }
  }

  func reset() {
    unsafe sqlite3_reset(handle)
    unsafe sqlite3_clear_bindings(handle)
  }

  func isNull(_ column: Int) -> Bool {
    unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  func integer(_ column: Int) -> Int64 { unsafe sqlite3_column_int64(handle, Int32(column)) }

  func real(_ column: Int) -> Double { unsafe sqlite3_column_double(handle, Int32(column)) }

  func text(_ column: Int) -> String {
    // Bytes are counted after the text is asked for, as SQLite's documentation rules.
    guard let start = unsafe sqlite3_column_text(handle, Int32(column)) else { return "" }
    let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func bytes(_ column: Int) -> [UInt8] {
    guard let start = unsafe sqlite3_column_blob(handle, Int32(column)) else { return [] }
    let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  func name(_ column: Int) -> String {
    unsafe sqlite3_column_name(handle, Int32(column)).map { unsafe String(cString: $0) } ?? ""
  }

  func type(_ column: Int) -> ValueType {
    switch unsafe sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .bytes
    default: .null
    }
  }
}
