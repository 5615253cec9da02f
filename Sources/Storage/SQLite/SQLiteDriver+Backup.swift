internal import CSQLite
internal import Glibc

extension SQLiteDriver {
  /// Pages that are copied between two calls of the progress: 4 MiB of our size.
  private static let pagesAtOnce: Int32 = 256

  /// Copies into a file beside the wanted one, checks that, and only then gives it its name: what
  /// has the name is whole.
  func backup(
    to path: String, progress: (_ done: Int, _ total: Int) -> Void
  ) throws(StorageError) {
    guard case .nothing = Self.whatIs(at: path) else {
      throw StorageError(.occupied, "", location: path)
    }
    let draft = "\(path).partial-\(getpid())"
    do {
      try consistently { () throws(StorageError) in
        try copy(to: draft, progress)
        try check(draft)
      }
      try Self.rename(draft, to: path)
    } catch {
      Self.removeFiles(draft)
      // A person knows the copy by the name it was to get.
      throw StorageError(
        error.code, error.message, nativeCode: error.nativeCode, sql: error.sql,
        location: error.location == draft ? path : error.location)
    }
  }

  // MARK: - Private

  /// Runs a closure inside one reading transaction, so that no writer makes the copy begin again
  /// and the counts are of what was copied.
  private func consistently(_ body: () throws(StorageError) -> Void) throws(StorageError) {
    // The state that is read is fixed by the first look, not by the beginning.
    let look = "SELECT 1 FROM sqlite_schema LIMIT 1"
    guard !isInTransaction else {
      try execute(script: look)
      return try body()
    }
    try execute(script: "BEGIN; \(look)")
    do {
      try body()
    } catch {
      try? execute(script: "ROLLBACK")
      throw error
    }
    try execute(script: "COMMIT")
  }

  private func copy(
    to path: String, _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws(StorageError) {
    let target = unsafe try Self.open(path, .create)
    defer { unsafe sqlite3_close_v2(target) }
    guard let backup = unsafe sqlite3_backup_init(target, "main", handle, "main") else {
      throw unsafe StorageError(sqlite: sqlite3_errcode(target), target, path: path)
    }
    let pageBytes = Int(try texts(of: "PRAGMA page_size").first ?? "") ?? 1
    var stepped = SQLITE_OK
    while stepped == SQLITE_OK {
      stepped = unsafe sqlite3_backup_step(backup, Self.pagesAtOnce)
      let total = Int(unsafe sqlite3_backup_pagecount(backup))
      progress(
        (total - Int(unsafe sqlite3_backup_remaining(backup))) * pageBytes, total * pageBytes)
    }
    let finished = unsafe sqlite3_backup_finish(backup)
    guard stepped == SQLITE_DONE, finished == SQLITE_OK else {
      throw unsafe StorageError(
        sqlite: stepped == SQLITE_DONE ? finished : stepped, target, path: path)
    }
  }

  /// Reads the copy anew from its file: whole, and with as many rows in each table.
  private func check(_ path: String) throws(StorageError) {
    // Writing, so that closing it takes its log away.
    let copy = try SQLiteDriver(path: path, access: .readWrite, options: SQLiteOptions())
    let problems = try copy.texts(of: "PRAGMA quick_check").filter { $0 != "ok" }
    guard problems.isEmpty, try copy.rowCounts() == rowCounts() else {
      throw StorageError(
        .corrupt, problems.first ?? "the copy has other rows than the store", location: path)
    }
  }

  private func rowCounts() throws(StorageError) -> [String] {
    let tables = try texts(
      of: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    var counts: [String] = []
    for table in tables {
      counts += try texts(of: "SELECT '\(table) ' || count(*) FROM \"\(table)\"")
    }
    return counts
  }

  /// A hard link fails where the name is taken, which renaming would not.
  private static func rename(_ draft: String, to path: String) throws(StorageError) {
    if unsafe link(draft, path) == 0 {
      unsafe unlink(draft)
      return
    }
    // Some file systems have no hard links.
    if case .nothing = whatIs(at: path), unsafe Glibc.rename(draft, path) == 0 { return }
    throw StorageError(
      .cannotOpen, unsafe "\(String(cString: strerror(errno)))", location: path)
  }

  private static func removeFiles(_ path: String) {
    for ending in ["", "-journal", "-wal", "-shm"] { unsafe unlink(path + ending) }
  }
}
