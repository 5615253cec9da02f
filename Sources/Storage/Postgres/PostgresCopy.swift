internal import CPostgres

/// Loads rows by COPY in the binary form.
///
/// Rows are laid out here until they are many bytes, so that the connection is free for other
/// statements in between. Where rows may be there already they go through a temporary table.
///
/// Source: https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.4
final class PostgresCopy: BulkLoader {
  private let driver: PostgresDriver
  private let types: [PostgresType?]
  private let target: String
  /// Run before and behind a COPY where it goes into a temporary table.
  private let detour: (before: String, merge: String, after: String)?
  private var rows: [UInt8] = []

  /// Bytes that are sent at once.
  private static let bytesAtOnce = 4 << 20
  private static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]

  init(
    _ driver: PostgresDriver, table: String, columns: [String], conflict: InsertConflict
  ) throws(StorageError) {
    self.driver = driver
    let list = columns.joined(separator: ", ")
    let description = try driver.describe("SELECT \(list) FROM \(table)")
    types = (0..<columns.count).map { column in
      unsafe PostgresType(rawValue: PQftype(description.handle, Int32(column)))
    }
    switch conflict {
    case .refused:
      target = "\(table) (\(list))"
      detour = nil
    case .ignored, .lookedFor:
      target = "pg_temp.loading_\(table) (\(list))"
      detour = (
        """
        CREATE TEMPORARY TABLE loading_\(table) ON COMMIT DROP AS
        SELECT \(list) FROM \(table) WHERE false
        """,
        """
        INSERT INTO \(table) (\(list)) SELECT \(list) FROM pg_temp.loading_\(table)
        ON CONFLICT DO NOTHING
        """,
        "DROP TABLE pg_temp.loading_\(table)"
      )
    }
  }

  func load(_ pieces: [[SQLValue]]) throws(StorageError) -> Int {
    var written = 0
    for piece in pieces {
      for start in stride(from: 0, to: piece.count, by: types.count) {
        PostgresBinary.append(Int16(types.count), to: &rows)
        for (value, type) in zip(piece[start...], types) { append(value, type) }
      }
      if rows.count >= Self.bytesAtOnce { written += try send() }
    }
    return written + (try send())
  }

  // MARK: - Private

  private func send() throws(StorageError) -> Int {
    guard !rows.isEmpty else { return 0 }
    defer { rows.removeAll(keepingCapacity: true) }
    if let detour { try driver.execute(script: detour.before) }
    let copied = try driver.copy(
      "COPY \(target) FROM STDIN (FORMAT binary)", Self.signature + [UInt8](repeating: 0, count: 8),
      rows, [0xFF, 0xFF])
    guard let detour else { return copied }
    let merge = try driver.prepare(detour.merge)
    try merge.bind([])
    while try merge.step() {}
    try driver.execute(script: detour.after)
    return merge.changedRowCount
  }

  private func append(_ value: SQLValue, _ type: PostgresType?) {
    switch value {
    case .null: appendNull()
    case .integer(let integer):
      PostgresBinary.append(Int32(8), to: &rows)
      let bits =
        type == .float8 ? Double(integer).bitPattern : UInt64(bitPattern: integer)
      PostgresBinary.append(bits, to: &rows)
    case .real(let real):
      guard let stored = real.stored else { return appendNull() }
      PostgresBinary.append(Int32(8), to: &rows)
      PostgresBinary.append(stored.bitPattern, to: &rows)
    case .text(let text): append(text.utf8)
    case .utf8(let slice), .bytes(let slice): append(slice)
    case .digest(let high, let low): append(SQLValue.digestBytes(high: high, low: low))
    }
  }

  private func append(_ bytes: some Collection<UInt8>) {
    PostgresBinary.append(Int32(bytes.count), to: &rows)
    rows += bytes
  }

  private func appendNull() { PostgresBinary.append(Int32(-1), to: &rows) }
}

extension PostgresDriver {
  /// Only a superuser may tell a server so.
  func checkReferences(_ areChecked: Bool) {}

  func keep(_ journal: TransactionJournal) {}

  func bulkLoader(
    into table: String, columns: [String], conflict: InsertConflict
  ) throws(StorageError) -> (any BulkLoader)? {
    try PostgresCopy(self, table: table, columns: columns, conflict: conflict)
  }

  /// Sends rows to a COPY and waits for its end.
  ///
  /// - Returns: how many there were.
  func copy(_ sql: String, _ parts: [UInt8]...) throws(StorageError) -> Int {
    try becomeIdle()
    _ = try unsafe checked(PQexec(handle, sql), sql: sql)
    for part in parts {
      let isSent = unsafe part.withUnsafeBytes { bytes in
        unsafe PQputCopyData(
          handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
      }
      guard isSent == 1 else { throw connectionError(sql: sql) }
    }
    guard unsafe PQputCopyEnd(handle, nil) == 1 else { throw connectionError(sql: sql) }
    var failure: StorageError?
    var count = 0
    while let result = nextResult() {
      if result.isGood {
        count += result.changedRowCount
      } else {
        failure = error(result, sql: sql)
      }
    }
    if let failure { throw failure }
    return count
  }
}
