internal import CSQLite
internal import Glibc

/// One connection to an SQLite file.
@safe final class SQLiteDriver: FileDriver {
  let handle: OpaquePointer
  let path: String
  /// The file that was opened; another may stand at the path later.
  private let identity: FileIdentity?
  private var mode = TransactionMode.read
  // Lives as long as the connection that asks it.
  private var readGuard: SQLiteReadGuard?
  let dialect = Dialect.sqlite
  let schemaName = "main"

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
    _ = Self.memoryIsUncounted
    self.path = path
    unsafe handle = unsafe try Self.open(path, access)
    identity = FileIdentity(path)
    unsafe sqlite3_busy_timeout(handle, options.busyMilliseconds)
    _ = unsafe scorehouse_sqlite_strict_quotes(handle)
    try setUp(access, options)
  }

  deinit {
    // The second form waits for statements that are still referenced.
    unsafe sqlite3_close_v2(handle)
  }

  var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  /// A file does not go away without a word.
  var isUsable: Bool { true }

  private static let memoryIsUncounted = scorehouse_sqlite_uncounted_memory() == SQLITE_OK

  var lastInsertedID: Int64? { unsafe sqlite3_last_insert_rowid(handle) }

  /// Rows that the last statement which changes rows did change.
  var changedRowCount: Int { Int(unsafe sqlite3_changes(handle)) }

  /// Rows changed since the connection was opened.
  var totalChangedRowCount: Int64 { unsafe sqlite3_total_changes64(handle) }

  func prepare(_ sql: String) throws(StorageError) -> any DriverStatement {
    var statement: OpaquePointer?
    var isOnly = true
    let code = unsafe sql.withCString { start in
      var rest: UnsafePointer<CChar>?
      let code = unsafe sqlite3_prepare_v3(
        handle, start, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &rest)
      isOnly = unsafe code != SQLITE_OK || hasNoStatement(rest)
      return code
    }
    guard code == SQLITE_OK else { throw error(code, sql: sql) }
    guard isOnly, let statement = unsafe statement else {
      unsafe sqlite3_finalize(statement)
      throw StorageError(.other, "one statement is expected", sql: sql, location: path)
    }
    return unsafe SQLiteStatement(handle: statement, driver: self, sql: sql)
  }

  func execute(script: String) throws(StorageError) {
    let code = unsafe sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, sql: script) }
  }

  func begin(_ mode: TransactionMode) throws(StorageError) {
    self.mode = mode
    switch mode {
    case .read, .aside: try execute(script: "BEGIN DEFERRED")
    case .record, .write:
      do throws(StorageError) {
        try execute(script: "BEGIN IMMEDIATE")
      } catch {
        // Without a log the engine asks for the file, and says no more than that it cannot.
        try checkIsThere()
        throw error
      }
    }
  }

  func commit() throws(StorageError) {
    // The engine would commit into a file that no path leads to any more.
    if [.record, .write].contains(mode) { try checkIsThere() }
    try execute(script: "COMMIT")
  }

  private func checkIsThere() throws(StorageError) {
    guard FileIdentity(path) == identity else {
      throw StorageError(.vanished, "", location: path)
    }
  }

  func checkReferences(_ areChecked: Bool) throws(StorageError) {
    try execute(script: "PRAGMA foreign_keys = \(areChecked ? "ON" : "OFF")")
  }

  func keep(_ journal: TransactionJournal) throws(StorageError) {
    switch journal {
    case .log: try execute(script: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    // The second, since a journal that was lost with the power leaves the store half written.
    case .undo: try execute(script: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
    }
  }

  func bulkLoader(
    into table: String, columns: [String], conflict: InsertConflict
  ) throws(StorageError) -> (any BulkLoader)? { nil }

  func interrupt() {
    unsafe sqlite3_interrupt(handle)
  }

  func restrictToReading(timeLimit: Duration) throws(StorageError) {
    // Large sorts go to files that have no name rather than into memory without end.
    try execute(script: "PRAGMA temp_store = FILE; PRAGMA query_only = ON")
    try execute(script: SQLiteReadGuard.warmUp)
    let guardian = SQLiteReadGuard(deadline: .now + timeLimit)
    readGuard = guardian
    let code = unsafe guardian.watch(handle)
    guard code == SQLITE_OK else { throw error(code, sql: nil) }
  }

  func missingName(_ error: StorageError) -> MissingName? {
    guard let (kind, name) = SQLiteReadGuard.missingName(error.message) else { return nil }
    let sql = kind == "table" ? SQLiteReadGuard.tableNames : SQLiteReadGuard.columnNames
    return MissingName(kind: kind, name: name, known: (try? texts(of: sql)) ?? [])
  }

  func error(_ code: Int32, sql: String?) -> StorageError {
    let error = unsafe StorageError(sqlite: code, handle, sql: sql, path: path)
    // Of a function that may not be used the engine says so in words only.
    let isRefused = code & 0xFF == SQLITE_AUTH || error.message.hasPrefix("not authorized")
    guard isRefused, let refused = readGuard?.refused else { return error }
    return StorageError(.refused, refused, sql: sql, location: path)
  }

  // MARK: - Private

  static func open(_ path: String, _ access: Access) throws(StorageError) -> OpaquePointer {
    let place = whatIs(at: path)
    switch place {
    case .folder: throw StorageError(.cannotOpen, "it is a folder", location: path)
    case .nothing where access != .create: throw StorageError(.missing, "", location: path)
    case .file, .nothing: break
    }
    let flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
      | (access == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE)
      | (access == .create ? SQLITE_OPEN_CREATE : 0)
    var handle: OpaquePointer?
    let name = access == .readOnly ? readOnlyName(path) : path
    let code = unsafe sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_URI, nil)
    guard code == SQLITE_OK, let opened = unsafe handle else {
      defer { unsafe sqlite3_close_v2(handle) }
      guard case .nothing = place, code & 0xFF == SQLITE_CANTOPEN else {
        throw unsafe StorageError(sqlite: code, handle, path: path)
      }
      let hasFolder = if case .folder = whatIs(at: folder(of: path)) { true } else { false }
      throw StorageError(
        .cannotOpen, hasFolder ? "its folder cannot be written" : "its folder is not there",
        nativeCode: "SQLite \(code)", location: path)
    }
    return unsafe opened
  }

  /// A log cannot be kept in a folder that may not be written, and where no journal is left over
  /// the file alone is the store.
  private static func readOnlyName(_ path: String) -> String {
    guard unsafe access(folder(of: path), W_OK) != 0, case .nothing = whatIs(at: path + "-wal"),
      case .nothing = whatIs(at: path + "-journal")
    else { return path }
    let escaped = path.utf8.map { byte in
      // All but the plainest characters, so that none means something in a URI.
      let isPlain =
        byte == 0x2F || byte == 0x2E || byte == 0x2D || byte == 0x5F
        || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
      let digits = String(byte, radix: 16)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
    }
    return "file:\(escaped.joined())?immutable=1"
  }

  enum Place {
    case nothing
    case file
    case folder
  }

  /// What stands at a path; a file where that cannot be told.
  static func whatIs(at path: String) -> Place {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      return [ENOENT, ENOTDIR].contains(errno) ? .nothing : .file
    }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Whether a text holds nothing but white space and comments.
  private func hasNoStatement(_ text: UnsafePointer<CChar>?) -> Bool {
    var statement: OpaquePointer?
    defer { unsafe sqlite3_finalize(statement) }
    return unsafe sqlite3_prepare_v2(handle, text, -1, &statement, nil) == SQLITE_OK
      && statement == nil
  }

  /// Configures the session, with patience: where two make a new store at once, SQLite refuses one
  /// of them without waiting, since it is switched to a log by whoever has it alone.
  private func setUp(_ access: Access, _ options: SQLiteOptions) throws(StorageError) {
    let deadline = ContinuousClock.now + .milliseconds(options.busyMilliseconds)
    while true {
      do throws(StorageError) {
        return try configure(access, options)
      } catch {
        guard error.code == .busy, ContinuousClock.now < deadline else { throw error }
        sqlite3_sleep(SQLiteOptions.retryMilliseconds)
      }
    }
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
    if access != .readOnly { try keep(.log) }
    let cache = access == .readOnly ? options.readerCacheKibibytes : options.cacheKibibytes
    try execute(
      script: """
        PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
        PRAGMA temp_store = MEMORY; PRAGMA cache_size = -\(cache);
        PRAGMA wal_autocheckpoint = \(options.checkpointBytes / options.pageBytes);
        """)
  }

  private func isEmpty() throws(StorageError) -> Bool {
    guard try texts(of: "SELECT 'used' FROM sqlite_schema LIMIT 1").isEmpty else { return false }
    return try texts(of: "PRAGMA application_id") == ["0"]
  }

  func texts(of sql: String) throws(StorageError) -> [String] {
    let statement = try prepare(sql)
    var texts: [String] = []
    while try statement.step() { texts.append(statement.text(0)) }
    return texts
  }
}
