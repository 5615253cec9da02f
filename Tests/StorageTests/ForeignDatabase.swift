import CSQLite
import Testing

/// A connection of SQLite's own interface, as another program has one.
@safe final class ForeignDatabase {
  private let handle: OpaquePointer

  init(_ path: String) throws {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    #expect(unsafe sqlite3_open_v2(path, &handle, flags, nil) == SQLITE_OK)
    guard let opened = unsafe handle else { throw Planned() }
    unsafe self.handle = unsafe opened
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// Runs statements; records an issue where one fails.
  func execute(_ sql: String) {
    #expect(unsafe sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK, "\(sql)")
  }

  /// The first value of a query as a text.
  func text(_ sql: String) throws -> String? {
    var statement: OpaquePointer?
    #expect(unsafe sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK)
    defer { unsafe sqlite3_finalize(statement) }
    guard unsafe sqlite3_step(statement) == SQLITE_ROW else { return nil }
    return unsafe sqlite3_column_text(statement, 0).map { unsafe String(cString: $0) }
  }
}
