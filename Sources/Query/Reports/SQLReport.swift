internal import Storage
public import Warehouse

/// What a SELECT of somebody's own gives, on a session where the engine itself refuses to write.
public struct SQLReport: Sendable {
  private let sql: String
  private let limit: Int?
  private let timeLimit: Duration

  /// Rows of a result that is not limited; more would be held in memory in vain.
  static let mostRows = 1_000_000
  /// Bytes of all texts of a result.
  static let mostBytes = 512 << 20

  /// A report on one statement.
  ///
  /// - Parameters:
  ///   - limit: at most so many rows, with a note where there are more; nil: all, but not above
  ///     a million.
  ///   - timeLimit: how long it may run.
  public init(_ sql: String, limit: Int? = nil, timeLimit: Duration = .seconds(30)) {
    self.sql = sql
    self.limit = limit
    self.timeLimit = timeLimit
  }

  /// Runs the statement.
  ///
  /// - Throws: `SQLReportError`; `NameError` for a table or a column that the store does not have.
  public func run(on store: Store) async throws -> Report {
    guard !sql.utf8.contains(0) else {
      throw SQLReportError.invalid("the statement holds a NUL character")
    }
    return try await store.database.readRestricted(timeLimit: timeLimit) { [self] connection in
      do {
        return try report(connection)
      } catch let error as StorageError {
        if let missing = connection.missingName(error) {
          throw NameError.unknown(
            kind: missing.kind, name: missing.name,
            nearest: NameError.nearest(to: missing.name, among: missing.known))
        }
        throw explained(error)
      }
    }
  }

  // MARK: - Private

  private func report(_ connection: Connection) throws -> Report {
    let statement = try connection.prepare(sql)
    let names = Self.unique(statement.columnNames)
    guard !names.isEmpty else {
      throw SQLReportError.refused("the statement gives no rows")
    }
    let (rows, hasMore) = try rows(of: statement, columns: names.count)
    let columns = names.enumerated().map { index, name in
      let isNumeric =
        rows.contains { $0.cells[index].isNumber }
        && rows.allSatisfy { $0.cells[index].isNumber || $0.cells[index] == .null }
      return Report.Column(name, title: name, alignment: isNumeric ? .trailing : .leading)
    }
    return Report(
      name: "sql",
      parameters: [Report.Parameter("sql", .text(sql)), Report.Parameter("limit", Cell(limit))],
      columns: columns, sections: [Report.Section(title: "", rows: rows)],
      notes: hasMore
        ? ["There are more than \(DecimalText.grouped(Int64(rows.count))) rows; --limit N shows N."]
        : [])
  }

  private struct Enough: Error {}

  private func rows(
    of statement: Statement, columns: Int
  ) throws -> (rows: [Report.Row], hasMore: Bool) {
    var rows: [Report.Row] = []
    var bytes = 0
    do {
      try statement.forEach { row in
        if let limit, rows.count >= limit { throw Enough() }
        guard rows.count < Self.mostRows, bytes <= Self.mostBytes else {
          throw SQLReportError.tooMuch
        }
        var cells: [Cell] = []
        cells.reserveCapacity(columns)
        for column in 0..<columns {
          let cell = Self.cell(try row.value(column))
          if case .text(let text) = cell { bytes += text.utf8.count }
          cells.append(cell)
        }
        rows.append(Report.Row(cells))
      }
    } catch is Enough {
      return (rows, true)
    }
    return (rows, false)
  }

  private static func cell(_ value: SQLValue) -> Cell {
    switch value {
    case .null: .null
    case .integer(let value): .integer(value)
    case .real(let value): .real(value)
    case .text(let value): .text(value)
    case .utf8(let value): .text(String(decoding: value, as: UTF8.self))
    case .bytes(let value): .text(hex(value))
    case .digest(let high, let low): .text(hex(SQLValue.digestBytes(high: high, low: low)[...]))
    }
  }

  private static func hex(_ bytes: ArraySlice<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Names that are there twice get a number: `name`, `name_2`.
  private static func unique(_ names: [String]) -> [String] {
    var taken = Set(names)
    var seen: Set<String> = []
    return names.map { name in
      guard !seen.insert(name).inserted else { return name }
      var number = 2
      while !taken.insert("\(name)_\(number)").inserted { number += 1 }
      seen.insert("\(name)_\(number)")
      return "\(name)_\(number)"
    }
  }

  /// Whether the engine could not make sense of the statement, apart from the values it met: the
  /// first code of SQLite, class 42 of PostgreSQL, where 0A is what it does not do.
  private static func isAboutTheText(_ nativeCode: String?) -> Bool {
    guard let nativeCode else { return true }
    return nativeCode == "SQLite 1" || nativeCode.hasPrefix("42") || nativeCode.hasPrefix("0A")
  }

  private func explained(_ error: StorageError) -> any Error {
    switch error.code {
    case .refused, .readOnly: SQLReportError.refused(error.message)
    case .interrupted: SQLReportError.late(timeLimit)
    case .other, .decoding:
      Self.isAboutTheText(error.nativeCode)
        ? SQLReportError.invalid(error.message) : SQLReportError.failed(error.message)
    default: error
    }
  }
}

/// Why a statement of somebody's own has no result.
public enum SQLReportError: Error, Equatable, CustomStringConvertible {
  /// It would do more than read.
  case refused(String)
  /// It is not one whole SELECT that the engine understands.
  case invalid(String)
  /// The engine gave up on a value or a row.
  case failed(String)
  /// The time was over.
  case late(Duration)
  /// The result is larger than what is held in memory.
  case tooMuch

  /// One line for a person.
  public var description: String {
    switch self {
    case .refused(let what): "sql only reads: \(what)"
    case .invalid(let why): "sql: \(Self.line(why))"
    case .failed(let why): "sql: \(Self.line(why))"
    case .late(let limit):
      "sql: stopped after \(limit); narrow the query, or allow more with --timeout"
    case .tooMuch:
      "sql: the result is too large to hold; narrow the query, or give --limit"
    }
  }

  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension Cell {
  /// Whether it is a number.
  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .real, .usd: true
    default: false
    }
  }
}
