internal import CPostgres

/// A statement that the server keeps compiled for its connection.
///
/// Rows come one at a time as the server sends them, so a large result is never held. When another
/// statement needs the connection in between, the rest is kept here.
@safe final class PostgresStatement: DriverStatement {
  private let driver: PostgresDriver
  /// What the server calls it.
  private let name: String
  private let sql: String
  private let parameterTypes: [Oid]
  private let columns: [PostgresColumn]
  private var parameters = PostgresParameters()
  private var state = State.idle
  private var current: PostgresResult?
  private(set) var changedRowCount = 0

  private enum State {
    case idle
    /// The server is still sending.
    case receiving
    /// Everything was received; these rows are left, and then perhaps an error.
    case kept(ArraySlice<PostgresResult>, StorageError?)
  }

  /// - Parameter description: what the server says of the statement's parameters and columns.
  init(name: String, sql: String, driver: PostgresDriver, description: PostgresResult) {
    self.name = name
    self.sql = sql
    self.driver = driver
    parameterTypes = unsafe (0..<PQnparams(description.handle)).map {
      unsafe PQparamtype(description.handle, $0)
    }
    let types = unsafe (0..<PQnfields(description.handle)).map {
      unsafe PostgresType(rawValue: PQftype(description.handle, $0))
    }
    // One form for all columns of a statement, as libpq has it.
    let isBinary = types.allSatisfy { $0?.isReadBinary == true }
    columns = zip(Int32(0)..., types).map { index, type in
      let name = unsafe PQfname(description.handle, index).map { unsafe String(cString: $0) }
      return PostgresColumn(name: name ?? "", type: type, isBinary: isBinary)
    }
  }

  var columnCount: Int { columns.count }

  func bind(_ values: [SQLValue]) throws(StorageError) {
    guard values.count == parameterTypes.count else {
      throw StorageError(
        .other, "\(values.count) values for \(parameterTypes.count) parameters", sql: sql)
    }
    parameters = PostgresParameters(values, parameterTypes)
  }

  func step() throws(StorageError) -> Bool {
    switch state {
    case .idle:
      try start()
      return try receive()
    case .receiving: return try receive()
    case .kept(let rows, let error):
      current = rows.first
      state = .kept(rows.dropFirst(), error)
      if current == nil, let error { throw error }
      return current != nil
    }
  }

  func reset() {
    if case .receiving = state { driver.discardResults() }
    state = .idle
    current = nil
    parameters = PostgresParameters()
  }

  /// Takes in what the server is still sending, because the connection is needed.
  func keepRest() {
    guard case .receiving = state else { return }
    let row = current
    var rows: [PostgresResult] = []
    do throws(StorageError) {
      while try receive() { if let current { rows.append(current) } }
      state = .kept(rows[...], nil)
    } catch {
      state = .kept(rows[...], error)
    }
    current = row
  }

  func isNull(_ column: Int) -> Bool { current?.isNull(0, column) ?? true }

  func integer(_ column: Int) -> Int64 {
    unsafe value(column) { unsafe $0.integer($1) } ?? 0
  }

  func real(_ column: Int) -> Double {
    unsafe value(column) { unsafe $0.real($1) } ?? 0
  }

  func text(_ column: Int) -> String {
    unsafe value(column) { unsafe $0.text($1) } ?? ""
  }

  func bytes(_ column: Int) -> [UInt8] {
    unsafe value(column) { unsafe $0.bytes($1) } ?? []
  }

  func name(_ column: Int) -> String { columns[column].name }

  func type(_ column: Int) -> ValueType {
    unsafe value(column) { unsafe $0.valueType($1) } ?? .null
  }

  // MARK: - Private

  private func value<T>(_ column: Int, _ read: (PostgresColumn, UnsafeRawBufferPointer) -> T) -> T?
  {
    guard let current, !current.isNull(0, column) else { return nil }
    return unsafe current.withBytes(0, column) { unsafe read(columns[column], $0) }
  }

  private func start() throws(StorageError) {
    try driver.becomeIdle()
    changedRowCount = 0
    let form: Int32 = columns.first?.isBinary == true ? 1 : 0
    let isSent = unsafe parameters.withPointers { count, values, lengths, formats in
      unsafe PQsendQueryPrepared(driver.handle, name, count, values, lengths, formats, form)
    }
    guard isSent == 1 else { throw driver.connectionError(sql: sql) }
    if !columns.isEmpty { _ = unsafe PQsetSingleRowMode(driver.handle) }
    state = .receiving
    driver.receiver = self
  }

  /// Moves to the next row that the server sends; false behind the last.
  private func receive() throws(StorageError) -> Bool {
    current = nil
    while let result = driver.nextResult() {
      switch result.status {
      case PGRES_SINGLE_TUPLE:
        current = result
        return true
      case PGRES_TUPLES_OK, PGRES_COMMAND_OK: changedRowCount = result.changedRowCount
      default:
        state = .idle
        driver.discardResults()
        throw driver.error(result, sql: sql)
      }
    }
    state = .kept([], nil)
    driver.receiver = nil
    return false
  }
}
