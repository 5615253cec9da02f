internal import CPostgres

extension PostgresDriver {
  func restrictToReading(timeLimit: Duration) throws(StorageError) {
    let milliseconds = max(1, Int64(timeLimit / .milliseconds(1)))
    // What only a superuser may do, as reading the server's files, is of no use to a query.
    try execute(
      script: """
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET LOCAL statement_timeout = \(milliseconds);
        DO $$ BEGIN
          IF current_setting('is_superuser') = 'on' THEN SET LOCAL ROLE pg_read_all_data; END IF;
        END $$
        """)
    isRestricted = true
  }

  /// The server's words may be in any language; where in the statement the name stands is not.
  func missingName(_ error: StorageError) -> MissingName? {
    let kinds = ["42P01": "table", "42703": "column"]
    guard let kind = error.nativeCode.flatMap({ kinds[$0] }), let sql = error.sql,
      let position = error.position
    else { return nil }
    let path = sql.unicodeScalars.dropFirst(position - 1).prefix { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || ["_", ".", "\""].contains(scalar)
    }
    guard let name = String(path).split(separator: ".").last.map(String.init) else { return nil }
    // The statement that failed has spoilt the transaction.
    if isInTransaction { try? execute(script: "ROLLBACK") }
    return MissingName(
      kind: kind, name: name.replacing("\"", with: ""),
      known: (try? texts(kind == "table" ? Self.tableNames : Self.columnNames)) ?? [])
  }

  // MARK: - Private

  private static let tableNames = """
    SELECT c.relname FROM pg_class c
    WHERE c.relkind IN ('r', 'v') AND c.relnamespace = current_schema::regnamespace
    """

  private static let columnNames = """
    SELECT DISTINCT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v')
      AND c.relnamespace = current_schema::regnamespace
    """
}
