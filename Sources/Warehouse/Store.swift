package import Storage

/// A warehouse that is open: the whole of what the libraries above work on.
public final class Store: Sendable {
  package let database: Database
  /// The path of the file, or the URL; it holds no secret.
  public let location: String

  /// Opens a store whose schema is the program's.
  ///
  /// - Parameter access: `.create` makes the store, through its migrations, where there is none.
  /// - Throws: one line for a person: no store here, not a store of ours, damaged, busy, a newer
  ///   schema, a schema that was changed.
  public static func open(_ url: StoreURL, access: StoreAccess) async throws -> Store {
    let store = try Store(url, access: access)
    if access == .create {
      _ = try await store.migrate()
    } else {
      try await store.database.read { try Schema.migrator.check($0) }
    }
    return store
  }

  /// Opens a store whatever its schema, for the verbs that look after the schema.
  public init(_ url: StoreURL, access: StoreAccess) throws {
    database = try Database(url.databaseURL, access: access.storageAccess)
    location = url.description
  }

  /// Whether an error of `open` says that there is no store at the place.
  public static func isMissing(_ error: any Error) -> Bool {
    (error as? StorageError)?.code == .missing
  }

  /// Applies the migrations that are missing.
  ///
  /// - Returns: their names.
  @discardableResult
  public func migrate() async throws -> [String] {
    try await database.withWriter { connection in
      let applied = try Schema.migrator.migrate(connection, now: Clock.now()).map(\.name)
      // What a rollup holds may be more, or other, than the older program kept.
      if !applied.isEmpty {
        try connection.transaction(.write) { try BoardRollup(connection).recomputeEverything() }
      }
      // Only then: a revision that is in no chain later on was put in behind the program's back.
      if applied.contains(CostChain.migration) {
        try connection.transaction(.write) { try CostChain(connection).adopt() }
      }
      return applied
    }
  }

  /// Every migration and how it stands: its name, `applied`, `pending`, `changed` or `unknown`,
  /// and when it was applied, in nanoseconds since 1970 UTC.
  public func migrationStatus() async throws -> [(name: String, state: String, appliedAt: Int64?)] {
    try await database.read { connection in
      try Schema.migrator.status(connection).map { ($0.name, $0.state.rawValue, $0.appliedAt) }
    }
  }

  /// Refuses a store whose schema is not the program's.
  public func checkSchema() async throws {
    try await database.read { try Schema.migrator.check($0) }
  }

  /// Whether an error says that the store is damaged.
  public static func isDamaged(_ error: any Error) -> Bool {
    (error as? StorageError)?.code == .corrupt
  }

  /// Whether an error says that the store's file went away under the program.
  public static func hasVanished(_ error: any Error) -> Bool {
    (error as? StorageError)?.code == .vanished
  }

  /// Whether an error says that the store cannot be reached any more, whatever is written to it.
  public static func isGone(_ error: any Error) -> Bool {
    let code = (error as? StorageError)?.code
    return [.vanished, .disconnected, .unconfirmed, .cannotOpen].contains(code)
  }

  /// What the engine finds wrong with the store's files and references; empty when nothing is.
  public func integrityProblems() async throws -> [String] {
    try await database.withWriter { try $0.integrityProblems() + $0.referenceProblems() }
  }
}

/// What a verb is going to do with a store.
public enum StoreAccess: Sendable {
  case readOnly
  case readWrite
  /// Writes, and makes the store where there is none.
  case create

  var storageAccess: Access {
    switch self {
    case .readOnly: .readOnly
    case .readWrite: .readWrite
    case .create: .create
    }
  }
}
