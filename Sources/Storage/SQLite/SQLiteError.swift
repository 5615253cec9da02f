internal import CSQLite
internal import Glibc

extension StorageError {
  /// The failure of the last call on a connection.
  init(sqlite code: Int32, _ handle: OpaquePointer?, sql: String? = nil, path: String) {
    let text = unsafe handle.flatMap { unsafe sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
    var message = unsafe text.map { unsafe String(cString: $0) } ?? "unknown"
    let cause = unsafe handle.map { unsafe sqlite3_system_errno($0) } ?? 0
    if code & 0xFF == SQLITE_CANTOPEN, cause != 0, let words = unsafe strerror(cause) {
      unsafe message += ": " + String(cString: words)
    }
    self.init(
      Code(sqlite: code), message, nativeCode: "SQLite \(code)", sql: sql, location: path)
  }
}

extension StorageError.Code {
  fileprivate init(sqlite code: Int32) {
    // Macros that Swift cannot read.
    let (rollback, moved) = (SQLITE_READONLY | 3 << 8, SQLITE_READONLY | 4 << 8)
    self =
      switch code & 0xFF {
      case _ where code == rollback: .leftUndone
      case _ where code == moved: .vanished
      case SQLITE_CONSTRAINT: .constraint
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      case SQLITE_READONLY: .readOnly
      case SQLITE_FULL: .full
      case SQLITE_CORRUPT: .corrupt
      case SQLITE_NOTADB: .notADatabase
      case SQLITE_CANTOPEN, SQLITE_PERM: .cannotOpen
      case SQLITE_INTERRUPT: .interrupted
      case SQLITE_MISMATCH: .decoding
      default: .other
      }
  }
}
