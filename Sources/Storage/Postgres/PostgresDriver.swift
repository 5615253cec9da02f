internal import CPostgres

/// One connection to a schema of a PostgreSQL database.
@safe final class PostgresDriver: Driver {
  let handle: OpaquePointer
  let url: PostgresURL
  let dialect = Dialect.postgres
  /// In quotes, for it may be a word of SQL.
  var schemaName: String { "\"\(url.schema)\"" }
  /// The number that the store's import lock has in its database.
  var lockKey: Int32 = 0
  private let cancellation: OpaquePointer?
  private var statementCount = 0
  private var mode = TransactionMode.read
  var isRestricted = false
  /// The statement whose rows the server is sending.
  weak var receiver: PostgresStatement?

  /// Connects, and makes the schema where it may.
  ///
  /// - Parameter patience: how long to wait for what others hold.
  /// - Throws: `cannotOpen`, `missing`, `foreign`, `unsupported`, `denied`.
  init(
    _ url: PostgresURL, access: Access, patience: Duration
  ) throws(StorageError) {
    self.url = url
    unsafe handle = unsafe try Self.connect(url)
    unsafe cancellation = unsafe PQgetCancel(handle)
    unsafe scorehouse_postgres_quiet(handle)
    try setUp(access, patience: patience)
  }

  deinit {
    unsafe PQfreeCancel(cancellation)
    unsafe PQfinish(handle)
  }

  var isInTransaction: Bool {
    ![PQTRANS_IDLE, PQTRANS_UNKNOWN].contains(unsafe PQtransactionStatus(handle))
  }

  /// Takes in what the server sent unasked: that it is going down, or the end of the connection.
  var isUsable: Bool {
    guard unsafe PQtransactionStatus(handle) == PQTRANS_IDLE else {
      return unsafe PQstatus(handle) == CONNECTION_OK
    }
    // The words of the server come first, and only the next look finds that nothing follows.
    for _ in 0..<2 { guard unsafe PQconsumeInput(handle) == 1 else { return false } }
    return unsafe PQstatus(handle) == CONNECTION_OK
  }

  var lastInsertedID: Int64? { nil }

  func prepare(_ sql: String) throws(StorageError) -> any DriverStatement {
    try becomeIdle()
    statementCount += 1
    let name = "s\(statementCount)"
    _ = try unsafe checked(PQprepare(handle, name, sql, 0, nil), sql: sql)
    let description = try unsafe checked(PQdescribePrepared(handle, name), sql: sql)
    return PostgresStatement(name: name, sql: sql, driver: self, description: description)
  }

  /// What the server says of a statement, without keeping it.
  func describe(_ sql: String) throws(StorageError) -> PostgresResult {
    try becomeIdle()
    _ = try unsafe checked(PQprepare(handle, "", sql, 0, nil), sql: sql)
    return try unsafe checked(PQdescribePrepared(handle, ""), sql: sql)
  }

  func execute(script: String) throws(StorageError) {
    try becomeIdle()
    _ = try unsafe checked(PQexec(handle, script), sql: script)
  }

  func begin(_ mode: TransactionMode) throws(StorageError) {
    self.mode = mode
    switch mode {
    case .read: try execute(script: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    case .aside: try execute(script: "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE")
    case .record: try execute(script: "BEGIN")
    case .write:
      do throws(StorageError) {
        // Every statement behind the lock sees what its last holder committed.
        try execute(
          script: "BEGIN; SELECT pg_advisory_xact_lock(\(Self.lockSpace), \(lockKey))")
      } catch {
        if isInTransaction { try? execute(script: "ROLLBACK") }
        throw error
      }
    }
  }

  func commit() throws(StorageError) {
    try becomeIdle()
    do throws(StorageError) {
      let result = try unsafe checked(PQexec(handle, "COMMIT"), sql: "COMMIT")
      let isKept = result.command != "ROLLBACK"
      guard isKept || [.read, .aside].contains(mode) else {
        throw StorageError(
          .other, "a statement of the transaction had failed, so nothing of it was kept",
          location: url.description)
      }
    } catch {
      guard error.code == .disconnected else { throw error }
      throw StorageError(.unconfirmed, error.message, location: url.description)
    }
  }

  func interrupt() {
    var words = [CChar](repeating: 0, count: 256)
    unsafe words.withUnsafeMutableBufferPointer { words in
      _ = unsafe PQcancel(cancellation, words.baseAddress, Int32(words.count))
    }
  }

  /// The first number of our locks: the letters SCOR.
  static let lockSpace: Int32 = 0x5343_4F52

  // MARK: - For statements

  /// Makes the connection free for the next statement.
  func becomeIdle() throws(StorageError) {
    receiver?.keepRest()
    receiver = nil
  }

  /// The next result of the statement that was sent; nil behind the last.
  func nextResult() -> PostgresResult? {
    unsafe PQgetResult(handle).map { unsafe PostgresResult($0) }
  }

  /// Lets go of what the server is still sending.
  func discardResults() {
    while nextResult() != nil {}
    receiver = nil
  }

  /// A result that says success.
  func checked(_ answer: OpaquePointer?, sql: String?) throws(StorageError) -> PostgresResult {
    guard let answer = unsafe answer else { throw connectionError(sql: sql) }
    let result = unsafe PostgresResult(answer)
    guard result.isGood else { throw error(result, sql: sql) }
    return result
  }

  func error(_ result: PostgresResult, sql: String?) -> StorageError {
    guard unsafe PQstatus(handle) == CONNECTION_OK else { return connectionError(sql: sql) }
    let error = StorageError(postgres: result, sql: sql, location: url.description)
    // Class 25: it would change what the transaction may do.
    let isRefused =
      [.readOnly, .denied].contains(error.code) || error.nativeCode?.hasPrefix("25") == true
    guard isRestricted, isRefused else { return error }
    return StorageError(
      .refused, error.message, nativeCode: error.nativeCode, sql: sql, location: error.location)
  }

  /// What libpq says where the server says nothing any more.
  func connectionError(sql: String?) -> StorageError {
    StorageError(
      unsafe PQstatus(handle) == CONNECTION_OK ? .other : .disconnected,
      unsafe Self.message(handle), sql: sql, location: url.description)
  }

  /// The first column of a query of ours.
  func texts(_ sql: String, _ values: [SQLValue] = []) throws(StorageError) -> [String] {
    let statement = try prepare(sql)
    try statement.bind(values)
    var texts: [String] = []
    while try statement.step() { texts.append(statement.text(0)) }
    return texts
  }
}
