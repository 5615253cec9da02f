internal import CPostgres

extension StorageError {
  /// What the server says of a statement that failed.
  init(postgres result: PostgresResult, sql: String?, location: String) {
    let state = result.diagnostic(scorehouse_postgres_sqlstate)
    let message = result.diagnostic(scorehouse_postgres_message)
    self.init(
      Code(sqlState: state ?? ""), message ?? "the server gave no reason", nativeCode: state,
      sql: sql, location: location,
      position: result.diagnostic(scorehouse_postgres_position).flatMap { Int($0) })
  }
}

extension StorageError.Code {
  /// What the server's codes are here.
  ///
  /// Source: https://www.postgresql.org/docs/15/errcodes-appendix.html
  fileprivate init(sqlState: String) {
    self =
      switch (sqlState, sqlState.prefix(2)) {
      case ("40001", _), ("40P01", _): .conflict
      case ("55P03", _): .busy
      case ("25006", _): .readOnly
      case ("42501", _): .denied
      case ("53100", _): .full
      case ("57014", _): .interrupted
      case ("57P01", _), ("57P02", _), ("57P03", _), (_, "08"): .disconnected
      case (_, "23"): .constraint
      case (_, "22"): .decoding
      case (_, "XX"): .corrupt
      default: .other
      }
  }
}
