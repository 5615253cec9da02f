internal import CSQLite

/// One connection to an SQLite file.
@safe final class SQLiteDriver: Driver {
  private let handle: OpaquePointer
  private let path: String
  let dialect = Dialect.sqlite

  /// Opens or makes a store.
  ///
  /// - Throws: `unsupported` for an engine that is too old; `missing`, `cannotOpen`,
  ///   `notADatabase`, `foreign`, `corrupt`, `busy`.
  init(path: String, access: Access, options: SQLiteOptions) throws(StorageError) {
    guard sqlite3_libversion_number() >= SQLiteOptions.minimumVersion else {
      throw StorageError(
        .unsupported,
        unsafe "SQLite \(String(cString: sqlite3_libversion())) is too old: 3.40 is needed")
    }
    self.path = path
    unsafe handle = unsafe try Self.open(path, access)
    unsafe sqlite3_busy_timeout(handle, options.busyMilliseconds)
    _ = unsafe scorehouse_sqlite_strict_quotes(handle)
    try configure(access, options)
  }

  deinit {
    // The second form waits for statements that are still referenced.
    unsafe sqlite3_close_v2(handle)
  }

  var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  var changedRowCount: Int { Int(unsafe sqlite3_changes(handle)) }

  func prepare(_ sql: String) throws(StorageError) -> any DriverStatement {
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      handle, sql, Int32(sql.utf8.count), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement = unsafe statement else { throw error(code, sql: sql) }
    return unsafe SQLiteStatement(handle: statement, driver: self, sql: sql)
  }

  func execute(script: String) throws(StorageError) {
    let code = unsafe sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, sql: script) }
  }

  func interrupt() {
    unsafe sqlite3_interrupt(handle)
  }

  func integrityProblems() throws(StorageError) -> [String] {
    var problems = try texts(of: "PRAGMA integrity_check").filter { $0 != "ok" }
    for table in try texts(of: "PRAGMA foreign_key_check") {
      problems.append("a row of \(table) refers to a row that is not there")
    }
    return problems
  }

  func backup(to path: String) throws(StorageError) {
    let target = unsafe try Self.open(path, .create)
    defer { unsafe sqlite3_close_v2(target) }
    guard let backup = unsafe sqlite3_backup_init(target, "main", handle, "main") else {
      throw unsafe StorageError(sqlite: sqlite3_errcode(target), target, path: path)
    }
    let stepped = unsafe sqlite3_backup_step(backup, -1)
    let finished = unsafe sqlite3_backup_finish(backup)
    guard stepped == SQLITE_DONE, finished == SQLITE_OK else {
      throw unsafe StorageError(
        sqlite: stepped == SQLITE_DONE ? finished : stepped, target, path: path)
    }
  }

  func error(_ code: Int32, sql: String?) -> StorageError {
    unsafe StorageError(sqlite: code, handle, sql: sql, path: path)
  }

  // MARK: - Private

  private static func open(_ path: String, _ access: Access) throws(StorageError) -> OpaquePointer {
    let flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
      | (access == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE)
      | (access == .create ? SQLITE_OPEN_CREATE : 0)
    var handle: OpaquePointer?
    let code = unsafe sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let opened = unsafe handle else {
      defer { unsafe sqlite3_close_v2(handle) }
      throw unsafe StorageError(sqlite: code, handle, path: path)
    }
    return unsafe opened
  }

  private func configure(_ access: Access, _ options: SQLiteOptions) throws(StorageError) {
    let isNew = try isEmpty()
    if isNew {
      guard access == .create else { throw StorageError(.missing, "", location: path) }
      try execute(script: "PRAGMA page_size = \(options.pageBytes)")
      try execute(script: "PRAGMA application_id = \(SQLiteOptions.applicationID)")
    } else if try texts(of: "PRAGMA application_id") != ["\(SQLiteOptions.applicationID)"] {
      throw StorageError(.foreign, "", location: path)
    }
    if access != .readOnly { try execute(script: "PRAGMA journal_mode = WAL") }
    try execute(
      script: """
        PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
        PRAGMA temp_store = MEMORY; PRAGMA cache_size = -\(options.cacheKibibytes);
        PRAGMA wal_autocheckpoint = \(options.checkpointBytes / options.pageBytes);
        """)
  }

  private func isEmpty() throws(StorageError) -> Bool {
    guard try texts(of: "SELECT 'used' FROM sqlite_schema LIMIT 1").isEmpty else { return false }
    return try texts(of: "PRAGMA application_id") == ["0"]
  }

  private func texts(of sql: String) throws(StorageError) -> [String] {
    let statement = try prepare(sql)
    var texts: [String] = []
    while try statement.step() { texts.append(statement.text(0)) }
    return texts
  }
}
