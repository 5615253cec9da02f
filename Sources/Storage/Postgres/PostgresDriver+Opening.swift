internal import CPostgres
internal import Glibc

extension PostgresDriver {
  /// The oldest server that is tested, as libpq numbers it.
  private static let minimumVersion: Int32 = 150_000
  /// How long to wait for a server that does not answer, unless the person says otherwise.
  private static let connectSeconds = 10
  /// The comment on a schema that says it is ours.
  private static let mark = "Scorehouse store"

  /// How long to wait between attempts to reach a server that starts, in microseconds.
  private static let retryMicroseconds: UInt32 = 100_000

  /// Waits for a server that starts or recovers from a crash, as long as for one that does not answer.
  ///
  /// - Throws: `cannotOpen` with libpq's reason.
  static func connect(_ url: PostgresURL) throws(StorageError) -> OpaquePointer {
    let deadline = ContinuousClock.now + .seconds(connectSeconds)
    var wasRejecting = false
    while true {
      do throws(StorageError) {
        return unsafe try connectOnce(url)
      } catch {
        // In time first: to ask one that does not answer would take as long again.
        guard ContinuousClock.now < deadline else { throw error }
        let state = unsafe PQping(connectionText(url))
        // It may have begun to answer since it refused.
        guard state == PQPING_REJECT || (state == PQPING_OK && wasRejecting) else { throw error }
        wasRejecting = state == PQPING_REJECT
        usleep(retryMicroseconds)
      }
    }
  }

  private static func connectionText(_ url: PostgresURL) -> String {
    let isPatienceSet = unsafe getenv("PGCONNECT_TIMEOUT") != nil
    // What the person gave stands behind our defaults, and wins.
    return (isPatienceSet ? "" : "connect_timeout=\(connectSeconds) ")
      + "fallback_application_name=scorehouse \(url.connectionText) client_encoding=UTF8"
  }

  private static func connectOnce(_ url: PostgresURL) throws(StorageError) -> OpaquePointer {
    guard let handle = unsafe PQconnectdb(connectionText(url)) else {
      throw StorageError(.cannotOpen, "out of memory", location: url.description)
    }
    guard unsafe PQstatus(handle) != CONNECTION_OK else { return unsafe handle }
    defer { unsafe PQfinish(handle) }
    let concernsPassword =
      unsafe PQconnectionNeedsPassword(handle) == 1 || PQconnectionUsedPassword(handle) == 1
    let remedy =
      concernsPassword
      ? "; the password comes from PGPASSWORD, a password file or a service file" : ""
    throw StorageError(
      .cannotOpen, unsafe message(handle) + remedy, location: url.description)
  }

  /// What libpq says of the last call on a connection, in one line.
  static func message(_ handle: OpaquePointer) -> String {
    unsafe PostgresWords.line(String(cString: PQerrorMessage(handle)))
  }

  /// Checks the server, configures the session, and finds or makes the store's schema.
  func setUp(_ access: Access, patience: Duration) throws(StorageError) {
    try checkServer()
    let milliseconds = max(1, Int64(patience / .milliseconds(1)))
    // Reports fetch single rows by their keys, which are in memory or on a disk without a head. For a
    // disk with one, which the default is for, the planner reads whole tables for each model: 58 ms
    // instead of 8 for a thousand judgments of 100,000.
    try execute(
      script: """
        SET search_path TO \(schemaName); SET lock_timeout = \(milliseconds);
        SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET bytea_output = 'hex';
        SET extra_float_digits = 1; SET standard_conforming_strings = on; SET jit = off;
        SET random_page_cost = 1.1;
        SET default_transaction_read_only = \(access == .readOnly ? "on" : "off")
        """)
    let found = try findSchema()
    if let found, !found.isOpen {
      throw StorageError(
        .denied, "permission denied for schema \(url.schema)", location: url.description)
    }
    if let found, found.isOurs {
      lockKey = found.number
    } else if let found, found.isUsed {
      throw StorageError(
        .foreign,
        "the schema \(url.schema) holds what another program made; name another, ?schema=NAME",
        location: url.description)
    } else {
      guard access == .create else { throw StorageError(.missing, "", location: url.description) }
      try makeSchema()
    }
  }

  // MARK: - Private

  private func checkServer() throws(StorageError) {
    let version = unsafe PQserverVersion(handle)
    guard version >= Self.minimumVersion else {
      throw unsupported("the server is PostgreSQL \(version / 10_000): 15 is needed")
    }
    let encoding = unsafe PQparameterStatus(handle, "server_encoding").map {
      unsafe String(cString: $0)
    }
    guard encoding == "UTF8" else {
      throw unsupported(
        "the database keeps texts as \(encoding ?? "?"), which cannot hold all of them; make one "
          + "with ENCODING 'UTF8' TEMPLATE template0")
    }
    let answer = try unsafe checked(PQexec(handle, "SELECT pg_backend_pid()"), sql: nil)
    let number = unsafe PQbackendPID(handle)
    // A pool answers with numbers of its own, and does not say whether it changes servers between
    // transactions, which loses prepared statements and the search path.
    guard answer.text(0, 0) == "\(number)" else {
      throw unsupported(
        "a connection pool (pgbouncer) stands between, which may change servers between "
          + "transactions and lose what a session prepared; give the host and the port of the "
          + "server itself")
    }
  }

  private func unsupported(_ message: String) -> StorageError {
    StorageError(.unsupported, message, location: url.description)
  }

  private struct FoundSchema {
    let number: Int32
    let isOurs: Bool
    let isUsed: Bool
    let isOwn: Bool
    let isOpen: Bool
  }

  private func findSchema() throws(StorageError) -> FoundSchema? {
    let statement = try prepare(
      """
      SELECT n.oid::bigint, pg_has_role(n.nspowner, 'USAGE'),
        EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid),
        coalesce(obj_description(n.oid, 'pg_namespace') = $2, false) OR EXISTS (
          SELECT 1 FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
          WHERE c.relnamespace = n.oid AND c.relname = 'schema_migrations'
            AND a.attname = 'tool_version'),
        has_schema_privilege(n.oid, 'USAGE')
      FROM pg_namespace n WHERE n.nspname = $1
      """)
    try statement.bind([.text(url.schema), .text(Self.mark)])
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    return FoundSchema(
      number: Int32(truncatingIfNeeded: statement.integer(0)), isOurs: statement.integer(3) == 1,
      isUsed: statement.integer(2) == 1, isOwn: statement.integer(1) == 1,
      isOpen: statement.integer(4) == 1)
  }

  /// Makes the schema and marks it; of several who do so at once one makes it.
  private func makeSchema() throws(StorageError) {
    do throws(StorageError) {
      try execute(script: "BEGIN; SELECT pg_advisory_xact_lock(\(Self.lockSpace), 0)")
      if try findSchema() == nil { try execute(script: "CREATE SCHEMA \(schemaName)") }
      // A schema that an administrator made for us is known by the tables we make in it.
      if let found = try findSchema() {
        lockKey = found.number
        if found.isOwn {
          try execute(script: "COMMENT ON SCHEMA \(schemaName) IS '\(Self.mark)'")
        }
      }
      try commit()
    } catch {
      if isInTransaction { try? execute(script: "ROLLBACK") }
      throw error
    }
  }
}
