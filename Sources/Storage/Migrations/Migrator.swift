/// Brings the schema of a store forward, and tells how it stands.
///
/// There is no way back but a
/// backup.
package struct Migrator: Sendable {
  /// In order of their versions.
  package let migrations: [Migration]
  /// Written beside each applied migration.
  package let toolVersion: String

  package init(migrations: [Migration], toolVersion: String) {
    self.migrations = migrations
    self.toolVersion = toolVersion
  }

  /// Every migration that the program or the store knows, in order.
  package func status(_ connection: Connection) throws -> [MigrationStatus] {
    let applied = try appliedMigrations(connection)
    let known = migrations.map { migration in
      guard let row = applied[migration.version] else {
        return MigrationStatus(
          version: migration.version, name: migration.name, state: .pending, appliedAt: nil)
      }
      return MigrationStatus(
        version: migration.version, name: migration.name,
        state: row.checksum == migration.checksum && row.name == migration.name
          ? .applied : .changed,
        appliedAt: row.appliedAt)
    }
    let unknown = applied.values.filter { row in
      !migrations.contains { $0.version == row.version }
    }
    .map {
      MigrationStatus(version: $0.version, name: $0.name, state: .unknown, appliedAt: $0.appliedAt)
    }
    return known + unknown.sorted { $0.version < $1.version }
  }

  /// Refuses a store whose schema is not exactly the program's.
  ///
  /// - Throws: `MigrationError`.
  package func check(_ connection: Connection) throws {
    let status = try status(connection)
    try refuseWhatIsNotOurs(status)
    if let pending = status.first(where: { $0.state == .pending }) {
      throw MigrationError.pending(version: pending.version, name: pending.name)
    }
  }

  /// Applies what is pending, each migration in a transaction of its own that holds the store's
  /// write lock, so that of two migrators the second finds nothing left to do.
  ///
  /// - Parameter now: nanoseconds since 1970 UTC.
  /// - Returns: the migrations that were applied.
  /// - Throws: `MigrationError` before anything is touched.
  package func migrate(_ connection: Connection, now: Int64) throws -> [Migration] {
    let before = try status(connection)
    try refuseWhatIsNotOurs(before)
    // Who may only write rows is not to need the right to make tables.
    guard before.contains(where: { $0.state == .pending }) else { return [] }
    return try migrations.filter { migration in
      try connection.transaction(.write) {
        try connection.execute(script: connection.dialect.expand(Self.ownTable))
        let status = try status(connection)
        try refuseWhatIsNotOurs(status)
        guard status.contains(where: { $0.version == migration.version && $0.state == .pending })
        else { return false }
        try connection.execute(script: connection.dialect.expand(migration.sql))
        try connection.execute(
          """
          INSERT INTO schema_migrations (version, name, checksum, applied_at, tool_version)
          VALUES ($1, $2, $3, $4, $5)
          """,
          [
            .integer(migration.version), .text(migration.name), .text(migration.checksum),
            .integer(now), .text(toolVersion),
          ])
        return true
      }
    }
  }

  // MARK: - Private

  private static let ownTable = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version {INT} NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      checksum TEXT NOT NULL,
      applied_at {INT} NOT NULL,
      tool_version TEXT NOT NULL
    ) {STRICT}
    """

  private struct Applied {
    let version: Int
    let name: String
    let checksum: String
    let appliedAt: Int64
  }

  private func appliedMigrations(_ connection: Connection) throws -> [Int: Applied] {
    guard try connection.tableExists("schema_migrations") else { return [:] }
    let rows = try connection.all(
      "SELECT version, name, checksum, applied_at FROM schema_migrations"
    ) { row in
      Applied(
        version: try row.int(0), name: try row.text(1), checksum: try row.text(2),
        appliedAt: try row.integer(3))
    }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.version, $0) })
  }

  private func refuseWhatIsNotOurs(_ status: [MigrationStatus]) throws {
    if let newer = status.last(where: { $0.state == .unknown }) {
      throw MigrationError.newer(
        version: newer.version, name: newer.name, known: migrations.count)
    }
    if let changed = status.first(where: { $0.state == .changed }) {
      throw MigrationError.changed(version: changed.version, name: changed.name)
    }
  }
}

extension Connection {
  /// Whether a table or a view of this name is there.
  func tableExists(_ name: String) throws -> Bool {
    let sql =
      switch dialect {
      case .sqlite: "SELECT 1 FROM sqlite_schema WHERE name = $1"
      case .postgres: "SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass($1)"
      }
    return try first(sql, [.text(name)]) { _ in true } ?? false
  }
}
