internal import Storage
internal import Warehouse

/// Reads what a report on costs is made of, group by group.
struct CostReader {
  let connection: Connection
  let query: CostQuery
  private(set) var groups: [[String?]: CostSums] = [:]

  init(_ connection: Connection, _ query: CostQuery) {
    self.connection = connection
    self.query = query
  }

  /// Everything that the query asks for.
  mutating func readAll() throws {
    try readCalls()
    try readReported()
    try readReused()
    try readServers()
    if query.estimates { try readEstimates() }
  }

  /// Adds to the group of a row.
  mutating func add(_ labels: [String?], _ sums: CostSums) throws {
    try groups[labels, default: CostSums()].add(sums)
  }

  /// What a row's group is called; its first columns are those of `labelColumns`.
  func labels(_ row: borrowing Row) throws -> [String?] {
    var names: [String?] = []
    for (index, dimension) in query.by.enumerated() {
      names.append(try Self.label(row, index, dimension))
    }
    return names
  }

  /// The labels of a group, in SQL.
  var labelColumns: [String] { query.by.map(\.expression) }

  /// The tables that labels and filters need, behind rows `s` that have the numbers of their run,
  /// endpoint, model and benchmark.
  static let joins = """
    LEFT JOIN runs u ON u.id = s.run_id LEFT JOIN experiments x ON x.id = u.experiment_id
    LEFT JOIN endpoints e ON e.id = s.endpoint_id LEFT JOIN models m ON m.id = s.model_id
    LEFT JOIN benchmarks b ON b.id = s.benchmark_id
    """

  // MARK: - Private

  /// Days and months are those of UTC.
  private static func label(
    _ row: borrowing Row, _ index: Int, _ dimension: CostDimension
  ) throws -> String? {
    switch dimension {
    case .run: return row.optionalBytes(index).flatMap { Key($0)?.short }
    case .day, .month:
      guard let day = row.optionalInteger(index) else { return nil }
      let text = Timestamp(nanoseconds: day * CostQuery.dayNanoseconds).rfc3339
      return String(text.prefix(dimension == .day ? 10 : 7))
    default: return row.optionalText(index)
    }
  }
}

extension CostReader {
  /// Calls, by the sums that are kept of them where these cover every call.
  fileprivate mutating func readCalls() throws {
    let columns = (CallSums.labels + CallSums.sums).joined(separator: ", ")
    guard query.isOfWholeDays else {
      var filter = CostFilter(query, times: false)
      let times = filter.times("a.sent_at")
      return try read("(\(CallSums.facts(times)))", filter)
    }
    let filter = CostFilter(query)
    let stale = try CallSums(connection).staleRuns()
    guard !stale.isEmpty else { return try read("call_sums", filter) }
    let list = stale.map { "\($0)" }.joined(separator: ", ")
    try read("(SELECT \(columns) FROM call_sums WHERE run_id NOT IN (\(list)))", filter)
    try read("(\(CallSums.facts("c.run_id IN (\(list))")))", filter)
  }

  private mutating func read(_ rows: String, _ filter: CostFilter) throws {
    // Whole numbers, whose sums are the same on every engine.
    let sums = CallSums.sums.map { "CAST(sum(s.\($0)) AS BIGINT)" }
    let labels = labelColumns + ["s.role", "m.name"]
    let places = labels.indices.map { "\($0 + 1)" }.joined(separator: ", ")
    let first = labelColumns.count
    try connection.forEach(
      """
      SELECT \((labels + sums).joined(separator: ", "))
      FROM \(rows) s \(Self.joins) WHERE \(filter.sql) GROUP BY \(places)
      """, filter.values
    ) { row in
      var group = CostSums()
      for (index, column) in CallSums.sums.enumerated() {
        try group.add(column, try row.integer(first + 2 + index))
      }
      let isJudging = row.optionalText(first) == "judge"
      if isJudging {
        group.judgeNanoUSD = group["nano_usd"]
        group.judgments = group["results"]
        if let model = row.optionalText(first + 1), group.judgments > 0 {
          group.modelsScored = [model]
        }
      } else {
        group.generateNanoUSD = group["nano_usd"]
        group.answers = group["results"]
      }
      try add(try self.labels(row), group)
    }
  }

  /// What files say that imported verdicts cost.
  fileprivate mutating func readReported() throws {
    let filter = CostFilter(query)
    let first = labelColumns.count
    try connection.forEach(
      """
      SELECT \((labelColumns + ["s.reported_nano_usd", "s.duration_ns"]).joined(separator: ", "))
      FROM (\(Self.importedVerdicts("j.reported_nano_usd IS NOT NULL"))) s \(Self.joins)
      WHERE \(filter.sql)
      """, filter.values
    ) { row in
      var group = CostSums()
      try group.add("reported_nano_usd", try row.integer(first))
      group.reportedNanoseconds = row.optionalInteger(first + 1) ?? 0
      try add(try labels(row), group)
    }
  }

  /// Verdicts that no call of ours brought; they belong to the run that first imported them.
  static func importedVerdicts(_ condition: String) -> String {
    """
    SELECT \(importRun("j")) AS run_id, c.endpoint_id, 'judge' AS role, c.requested_model,
      NULL AS credential_label, j.model_id, q.benchmark_id, j.judged_at / 86400000000000 AS day,
      j.judged_at AS at, j.reported_nano_usd, j.duration_ns, j.prompt_id, j.text_id
    FROM judgments j JOIN judges g ON g.id = j.judge_id
    JOIN configurations c ON c.id = g.configuration_id AND c.kind = 'model'
    JOIN questions q ON q.id = j.question_id WHERE j.call_id IS NULL AND \(condition)
    """
  }

  /// The run that first imported a record.
  static func importRun(_ table: String) -> String {
    """
    (SELECT o.run_id FROM record_sources l JOIN sources o ON o.id = l.source_id
      WHERE l.record_id = \(table).record_id ORDER BY o.recorded_at, o.source_key LIMIT 1)
    """
  }

  /// What was done already when runs began.
  fileprivate mutating func readReused() throws {
    let filter = CostFilter(query)
    let first = labelColumns.count
    try connection.forEach(
      """
      SELECT \((labelColumns + ["s.saved_nano_usd"]).joined(separator: ", ")) FROM (
        SELECT r.run_id, NULL AS endpoint_id, r.kind AS role, r.requested_model,
          NULL AS credential_label, r.model_id, r.benchmark_id, n.recorded_at / 86400000000000 AS day,
          r.saved_nano_usd FROM reused_work r JOIN runs n ON n.id = r.run_id) s
      \(Self.joins.replacing("e.id = s.endpoint_id", with: "false")) WHERE \(filter.sql)
      """, filter.values
    ) { row in
      var group = CostSums()
      group.savedNanoUSD = try row.integer(first)
      try add(try labels(row), group)
    }
  }

  /// Time on servers of one's own: each moment at which a call was under way counts once, for the
  /// call that was sent first.
  fileprivate mutating func readServers() throws {
    let prices = try ServerPrices(connection)
    guard !prices.isEmpty else { return }
    let filter = CostFilter(query)
    let first = labelColumns.count
    let columns =
      labelColumns + [
        "e.host", "s.sent_at", "s.finished_at", "CASE WHEN \(filter.sql) THEN 1 ELSE 0 END",
      ]
    var paidUntil: [String: Int64] = [:]
    try connection.forEach(
      """
      SELECT \(columns.joined(separator: ", ")) FROM (
        SELECT c.run_id, a.endpoint_id, c.role, a.requested_model, a.credential_label, w.model_id,
          q.benchmark_id, a.sent_at / 86400000000000 AS day, a.sent_at, c.finished_at, a.attempt_key
        FROM calls c JOIN call_attempts a ON a.id = c.attempt_id
        LEFT JOIN work_items w ON w.id = a.work_item_id
        LEFT JOIN questions q ON q.id = w.question_id
        WHERE c.finished_at IS NOT NULL AND a.endpoint_id IN (
          SELECT id FROM endpoints WHERE host IN (SELECT host FROM server_prices))) s
      \(Self.joins) ORDER BY s.sent_at, s.attempt_key
      """, filter.values
    ) { row in
      guard let host = row.optionalText(first) else { return }
      let (sentAt, finishedAt) = (try row.integer(first + 1), try row.integer(first + 2))
      let start = max(sentAt, paidUntil[host] ?? .min)
      guard finishedAt > start else { return }
      paidUntil[host] = finishedAt
      guard try row.integer(first + 3) == 1, let perHour = prices.perHour(host, at: sentAt) else {
        return
      }
      var group = CostSums()
      group.serverNanoseconds = finishedAt - start
      group.serverNanoUSD = ServerPrices.cost(of: finishedAt - start, perHour: perHour)
      try add(try labels(row), group)
    }
  }
}
