internal import Storage
public import Warehouse

/// What calls cost, to the nano-dollar.
///
/// Every call counts once, at the newest revision of its cost. What is wasted was billed, or may have
/// been, and brought nothing.
public struct CostsReport: Sendable {
  private let query: CostQuery

  /// A report on the calls of a query.
  public init(_ query: CostQuery) {
    self.query = query
  }

  /// Reads the ledger.
  ///
  /// - Complexity: O(calls).
  public func run(on store: Store) async throws -> Report {
    let groups = try await store.database.read { try readGroups($0) }
    let unknown = groups.map(\.unknownCosts).reduce(0, +)
    return Report(
      name: "costs",
      parameters: [
        Report.Parameter("by", .list(query.by.map { .text($0.rawValue) })),
        Report.Parameter("experiment", Cell(query.experiment)),
        Report.Parameter("benchmark", Cell(query.benchmark)),
        Report.Parameter("judge", Cell(query.judge)), Report.Parameter("model", Cell(query.model)),
        Report.Parameter("since", Cell(time: query.since)),
        Report.Parameter("until", Cell(time: query.until)),
      ],
      columns: query.by.map { Report.Column($0.rawValue) } + Self.columns,
      sections: [Report.Section(title: "", rows: groups.map(\.row))],
      notes: unknown == 0
        ? []
        : [
          "Of \(DecimalText.grouped(unknown)) calls the cost is not known, and not in the sums; "
            + "`scorehouse prices set` gives the price of the next ones."
        ])
  }

  // MARK: - Private

  /// The calls that have the same labels.
  private struct Group {
    let labels: [String?]
    /// Calls, failed ones, tokens by class, costs, as in `columns`.
    var sums: [Int64]
    var unknownCosts: Int64
    var lost: Int64

    var row: Report.Row {
      Report.Row(
        labels.map { Cell($0) } + sums.prefix(6).map(Cell.integer)
          + sums.dropFirst(6).map { .usd(nano: $0) } + [.boolean(lost > 0)])
    }

    mutating func add(_ other: Group) {
      for index in sums.indices { sums[index] += other.sums[index] }
      unknownCosts += other.unknownCosts
      lost += other.lost
    }
  }

  private static let columns = [
    Report.Column("calls", unit: "rows", alignment: .trailing),
    Report.Column("failed_calls", title: "failed", unit: "rows", alignment: .trailing),
    Report.Column("prompt_tokens", title: "prompt", unit: "tokens", alignment: .trailing),
    Report.Column("cached_tokens", title: "cached", unit: "tokens", alignment: .trailing),
    Report.Column("completion_tokens", title: "completion", unit: "tokens", alignment: .trailing),
    Report.Column("reasoning_tokens", title: "reasoning", unit: "tokens", alignment: .trailing),
    Report.Column("cost_usd", title: "cost", unit: "usd", alignment: .trailing),
    Report.Column("reported_usd", title: "reported", unit: "usd", alignment: .trailing),
    Report.Column("wasted_usd", title: "wasted", unit: "usd", alignment: .trailing),
    Report.Column("estimated"),
  ]

  private static let hasNoReply = "c.outcome NOT IN ('ok', 'refused', 'truncated', 'filtered')"

  private func readGroups(_ connection: Connection) throws -> [Group] {
    let (condition, values) = condition
    let labels = query.by.map(\.expression)
    let sums = [
      "count(*)", "sum(CASE WHEN \(Self.hasNoReply) THEN 1 ELSE 0 END)", "sum(c.prompt_tokens)",
      "sum(c.cached_tokens)", "sum(c.completion_tokens)", "sum(c.reasoning_tokens)",
      "sum(k.nano_usd)", "sum(c.reported_nano_usd)",
      "sum(CASE WHEN \(Self.hasNoReply) THEN k.nano_usd END)",
      "sum(CASE WHEN k.nano_usd IS NULL THEN 1 ELSE 0 END)",
      "sum(CASE WHEN c.outcome = 'unknown_billing' AND k.nano_usd > 0 THEN 1 ELSE 0 END)",
    ].map { "CAST(coalesce(\($0), 0) AS BIGINT)" }
    var groups: [[String?]: Group] = [:]
    try connection.forEach(
      """
      SELECT \((labels + sums).joined(separator: ", "))
      FROM calls c JOIN call_attempts a ON a.id = c.attempt_id JOIN runs u ON u.id = c.run_id
      JOIN endpoints e ON e.id = a.endpoint_id
      LEFT JOIN experiments x ON x.id = u.experiment_id
      LEFT JOIN work_items w ON w.id = a.work_item_id LEFT JOIN models m ON m.id = w.model_id
      LEFT JOIN questions q ON q.id = w.question_id LEFT JOIN benchmarks b ON b.id = q.benchmark_id
      LEFT JOIN call_costs k ON k.call_id = c.id AND k.revision = (
        SELECT max(revision) FROM call_costs WHERE call_id = c.id)
      WHERE \(condition) GROUP BY \(labels.joined(separator: ", "))
      """, values
    ) { row in
      var names: [String?] = []
      for (index, dimension) in query.by.enumerated() {
        names.append(try Self.label(row, index, dimension))
      }
      var numbers: [Int64] = []
      for index in sums.indices { numbers.append(try row.integer(labels.count + index)) }
      let group = Group(
        labels: names, sums: Array(numbers.prefix(9)), unknownCosts: numbers[9], lost: numbers[10])
      if groups[names] == nil { groups[names] = group } else { groups[names]?.add(group) }
    }
    return groups.values.sorted { left, right in
      left.labels.lexicographicallyPrecedes(right.labels) { ($0 ?? "") < ($1 ?? "") }
    }
  }

  /// What a group is called; days and months are those of UTC.
  private static func label(
    _ row: borrowing Row, _ index: Int, _ dimension: CostDimension
  ) throws -> String? {
    switch dimension {
    case .run: return Key(try row.bytes(index))?.short
    case .day, .month:
      let day = Timestamp(nanoseconds: try row.integer(index) * 86_400_000_000_000).rfc3339
      return String(day.prefix(dimension == .day ? 10 : 7))
    default: return row.optionalText(index)
    }
  }

  /// The filters, with the values that are bound.
  private var condition: (sql: String, values: [SQLValue]) {
    var parts: [String] = []
    var values: [SQLValue] = []
    func add(_ value: SQLValue?, _ condition: (String) -> String) {
      guard let value else { return }
      values.append(value)
      parts.append(condition("$\(values.count)"))
    }
    add(query.experiment.map(SQLValue.text)) { "x.name = \($0)" }
    add(query.benchmark.map(SQLValue.text)) { "b.name = \($0)" }
    add(query.judge.map(SQLValue.text)) { "c.role = 'judge' AND a.requested_model = \($0)" }
    add(query.model.map(SQLValue.text)) { "m.name = \($0)" }
    add(query.since.map(SQLValue.integer)) { "a.sent_at >= \($0)" }
    add(query.until.map(SQLValue.integer)) { "a.sent_at < \($0)" }
    return (parts.isEmpty ? "1 = 1" : parts.joined(separator: " AND "), values)
  }
}
