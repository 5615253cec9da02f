import Storage
import TestSupport
import Testing
import Warehouse

extension Backend {
  /// A store without tables that no other test uses.
  func freshStore() throws -> FreshStore {
    FreshStore(url: try StoreURL(freshURL()).databaseURL)
  }

  /// The definitions of all tables and views, in the engine's words.
  func definitions(_ connection: Connection) throws -> [String] {
    switch self {
    case .sqlite:
      try connection.texts("SELECT name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1")
    case .postgres:
      try connection.texts(
        """
        SELECT c.relname || ' ' || c.relkind::text || ' ' || coalesce((
          SELECT string_agg(a.attname || ' ' || a.atttypid::regtype, ', ' ORDER BY a.attnum)
          FROM pg_attribute a WHERE a.attrelid = c.oid), '')
        FROM pg_class c WHERE c.relnamespace = current_schema::regnamespace ORDER BY 1
        """)
    }
  }

  /// A store without tables, opened.
  func freshDatabase() throws -> Database { try freshStore().open(.create) }
}

/// Where a store can be opened, more than once.
struct FreshStore {
  let url: DatabaseURL

  func open(_ access: Access, busyMilliseconds: Int = 10_000) throws -> Database {
    try Database(url, access: access, patience: .milliseconds(busyMilliseconds))
  }
}

extension Connection {
  /// Runs statements written with the type words of migrations.
  func make(_ sql: String) throws { try execute(script: dialect.expand(sql)) }

  /// The only integer of a query.
  func integer(_ sql: String, _ values: [SQLValue] = []) throws -> Int64? {
    try first(sql, values) { try $0.integer(0) }
  }

  /// The integers of the first column.
  func integers(_ sql: String, _ values: [SQLValue] = []) throws -> [Int64] {
    try all(sql, values) { try $0.integer(0) }
  }

  /// The texts of the first column.
  func texts(_ sql: String, _ values: [SQLValue] = []) throws -> [String] {
    try all(sql, values) { try $0.text(0) }
  }
}

/// A failure that a test makes on purpose.
struct Planned: Error, Equatable {}

// A closure inside a closure inside a macro's argument, where the macro stands in a closure too,
// is mixed up with its neighbours by Swift 6.3.1: another body runs, or the compiler stops. Hence
// these functions, whose result goes to `#expect` as a value.

/// The code of the error that a closure throws; nil when it throws none.
func failure(_ body: () throws -> Void) -> StorageError.Code? {
  do {
    try body()
    return nil
  } catch {
    return (error as? StorageError)?.code
  }
}

/// The code of the error that an asynchronous closure throws; nil when it throws none.
func awaitFailure(_ body: () async throws -> Void) async -> StorageError.Code? {
  do {
    try await body()
    return nil
  } catch {
    return (error as? StorageError)?.code
  }
}

/// Whether a closure throws `Planned`.
func endsAsPlanned(_ body: () throws -> Void) -> Bool {
  do {
    try body()
    return false
  } catch {
    return error is Planned
  }
}

/// Whether an asynchronous closure throws `Planned`.
func awaitPlanned(_ body: () async throws -> Void) async -> Bool {
  do {
    try await body()
    return false
  } catch {
    return error is Planned
  }
}

/// The error that a closure throws; nil when it throws none.
func storageError(_ body: () throws -> Void) -> StorageError? {
  do {
    try body()
    return nil
  } catch {
    return error as? StorageError
  }
}
