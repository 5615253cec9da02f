internal import CPostgres

/// What the server answered, freed with its last reference.
@safe final class PostgresResult {
  let handle: OpaquePointer

  init(_ handle: OpaquePointer) {
    unsafe self.handle = unsafe handle
  }

  deinit {
    unsafe PQclear(handle)
  }

  var status: ExecStatusType { unsafe PQresultStatus(handle) }

  /// Whether the statement did what it was to do.
  var isGood: Bool {
    [PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COPY_IN].contains(status)
  }

  var rowCount: Int32 { unsafe PQntuples(handle) }

  /// Rows inserted, loaded, updated or deleted; those that were only read do not count.
  var changedRowCount: Int {
    let command = unsafe String(cString: PQcmdStatus(handle))
    guard ["INSERT", "UPDATE", "DELETE", "MERGE", "COPY"].contains(where: command.hasPrefix) else {
      return 0
    }
    return unsafe Int(String(cString: PQcmdTuples(handle))) ?? 0
  }

  /// What the server calls the statement it has done.
  var command: String { unsafe String(cString: PQcmdStatus(handle)) }

  func isNull(_ row: Int32, _ column: Int) -> Bool {
    unsafe PQgetisnull(handle, row, Int32(column)) == 1
  }

  /// Lends the bytes of a value.
  func withBytes<T>(_ row: Int32, _ column: Int, _ body: (UnsafeRawBufferPointer) -> T) -> T {
    let start = unsafe PQgetvalue(handle, row, Int32(column))
    let count = unsafe PQgetlength(handle, row, Int32(column))
    return unsafe body(UnsafeRawBufferPointer(start: start, count: Int(count)))
  }

  /// A value as text.
  func text(_ row: Int32, _ column: Int) -> String {
    unsafe withBytes(row, column) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// A field of an error; nil where the server does not say.
  func diagnostic(_ field: Int32) -> String? {
    unsafe PQresultErrorField(handle, field).map { unsafe String(cString: $0) }
  }
}
