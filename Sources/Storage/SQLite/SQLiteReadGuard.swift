internal import CSQLite

/// Stands between a connection and a statement that a stranger wrote: SQLite asks it about every
/// action while it compiles, and every so often while it runs.
///
/// Source: https://www.sqlite.org/c3ref/set_authorizer.html, https://www.sqlite.org/security.html
final class SQLiteReadGuard {
  private let deadline: ContinuousClock.Instant
  /// What was last refused, in words; nil: nothing yet.
  private(set) var refused: String?

  /// Steps of SQLite's machine between two looks at the clock: some tens of microseconds.
  private static let stepsBetweenLooks: Int32 = 10_000

  init(deadline: ContinuousClock.Instant) {
    self.deadline = deadline
  }

  /// Takes over a connection; the guard must live as long as it does.
  func watch(_ handle: OpaquePointer) -> Int32 {
    let code = unsafe scorehouse_sqlite_reading_only(handle)
    guard code == SQLITE_OK else { return code }
    let this = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe sqlite3_progress_handler(
      handle, Self.stepsBetweenLooks,
      { this in
        guard let this = unsafe this else { return 1 }
        return unsafe Unmanaged<SQLiteReadGuard>.fromOpaque(this).takeUnretainedValue().isLate
          ? 1 : 0
      }, this)
    return unsafe sqlite3_set_authorizer(
      handle,
      { this, action, first, second, _, _ in
        guard let this = unsafe this else { return SQLITE_DENY }
        let watching = unsafe Unmanaged<SQLiteReadGuard>.fromOpaque(this).takeUnretainedValue()
        return watching.answer(
          action, unsafe first.map { unsafe String(cString: $0) } ?? "",
          unsafe second.map { unsafe String(cString: $0) } ?? "")
      }, this)
  }

  /// What SQLite says of a name that it does not have; nil where it says something else.
  static func missingName(_ message: String) -> (kind: String, name: String)? {
    for kind in ["table", "column"] {
      let start = "no such \(kind): "
      guard message.hasPrefix(start) else { continue }
      let name = message.dropFirst(start.count).split(separator: ".").last ?? ""
      return (kind, String(name))
    }
    return nil
  }

  static let tableNames = """
    SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%'
    ESCAPE '\\'
    """

  static let columnNames = """
    SELECT DISTINCT c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type IN ('table', 'view')
    """

  // MARK: - Private

  private var isLate: Bool { ContinuousClock.now >= deadline }

  /// Functions that reach beyond the store, where a build of SQLite has them.
  private static let deniedFunctions: Set = [
    "load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "lsdir", "fsdir",
    "sqlar_compress", "zipfile",
  ]

  /// Makes the tables that functions give known to a connection; SQLite does that at their first
  /// use with words that the guard would take for a change of the schema.
  static let warmUp =
    (allowedPragmas.sorted().map { "pragma_\($0)" } + ["json_each", "json_tree"])
    .map { "SELECT 1 FROM \($0)('{}')" }.joined(separator: ";")

  /// What only describes the store.
  private static let allowedPragmas: Set = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
    "foreign_key_list",
  ]

  private func answer(_ action: Int32, _ first: String, _ second: String) -> Int32 {
    switch action {
    case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
    case SQLITE_FUNCTION where !Self.deniedFunctions.contains(second.lowercased()): return SQLITE_OK
    case SQLITE_PRAGMA where Self.allowedPragmas.contains(first.lowercased()): return SQLITE_OK
    default:
      refused = Self.words(action, first, second)
      return SQLITE_DENY
    }
  }

  private static func words(_ action: Int32, _ first: String, _ second: String) -> String {
    let isSchema = ["sqlite_master", "sqlite_schema", "sqlite_temp_master"].contains(first)
    guard !isSchema else { return "the statement would change the schema" }
    return switch action {
    case SQLITE_INSERT: "the statement would insert into \(first)"
    case SQLITE_UPDATE: "the statement would update \(first)"
    case SQLITE_DELETE: "the statement would delete from \(first)"
    case SQLITE_ATTACH, SQLITE_DETACH: "the statement would attach or detach a file"
    case SQLITE_PRAGMA: "PRAGMA \(first) is not allowed"
    case SQLITE_FUNCTION: "the function \(second) is not allowed"
    case SQLITE_TRANSACTION, SQLITE_SAVEPOINT: "the statement would begin or end a transaction"
    default: "the statement would change the schema"
    }
  }
}
