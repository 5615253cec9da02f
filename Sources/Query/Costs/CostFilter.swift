internal import Storage

/// The filters of a query on costs, over the tables of `CostReader.joins`, with the values that are
/// bound.
struct CostFilter {
  private(set) var values: [SQLValue] = []
  private var parts: [String] = []
  private let query: CostQuery

  /// - Parameter times: whether rows are filtered by their day.
  init(_ query: CostQuery, times: Bool = true) {
    self.query = query
    add(query.experiment.map(SQLValue.text)) { "x.name = \($0)" }
    add(query.benchmark.map(SQLValue.text)) { "b.name = \($0)" }
    add(query.judge.map(SQLValue.text)) { "s.role = 'judge' AND s.requested_model = \($0)" }
    add(query.model.map(SQLValue.text)) { "m.name = \($0)" }
    guard times else { return }
    add(query.since.map(Self.day)) { "s.day >= \($0)" }
    add(query.until.map(Self.day)) { "s.day < \($0)" }
  }

  /// What rows must fulfil.
  var sql: String { parts.isEmpty ? "1 = 1" : parts.joined(separator: " AND ") }

  /// The filters by time over a column of instants; their values come with the others.
  mutating func times(_ column: String) -> String {
    var conditions: [String] = []
    for (instant, sign) in [(query.since, ">="), (query.until, "<")] {
      guard let instant else { continue }
      values.append(.integer(instant))
      conditions.append("\(column) \(sign) $\(values.count)")
    }
    return conditions.isEmpty ? "1 = 1" : conditions.joined(separator: " AND ")
  }

  // MARK: - Private

  private mutating func add(_ value: SQLValue?, _ condition: (String) -> String) {
    guard let value else { return }
    values.append(value)
    parts.append(condition("$\(values.count)"))
  }

  /// The first day that begins at the instant or later.
  private static func day(_ instant: Int64) -> SQLValue {
    let (day, rest) = instant.quotientAndRemainder(dividingBy: CostQuery.dayNanoseconds)
    return .integer(rest > 0 ? day + 1 : day)
  }
}
