internal import Storage
public import Warehouse

/// The store on one screen.
public struct StatusReport: Sendable {
  /// A report on the whole store.
  public init() {}

  /// Counts what is there and lists the boards.
  ///
  /// - Complexity: O(rows), by the engine's counting.
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { connection in
      let counts = try Self.counts(connection)
      return Report(
        name: "status",
        parameters: [Report.Parameter("store", .text(store.location))]
          + counts.map { Report.Parameter($0.name, Cell($0.count)) },
        columns: Array(Self.fields),
        sections: [
          Report.Section(
            title: store.location,
            subtitle: counts.filter { $0.count > 0 || $0.isAlwaysSaid }
              .map(Self.words)
              .joined(separator: " · "),
            rows: try Self.boards(connection).map { Report.Row($0, Self.fields) })
        ],
        notes: try Self.notes(connection))
    }
  }

  // MARK: - Private

  private struct Line {
    let benchmark: String
    let judge: String
    let protocolName: String?
    let mode: String
    let board: String
    let models: Int
    let judgments: Int
    let lastJudgedAt: Int64?
  }

  private static var fields: [Field<Line>] {
    [
      .text("benchmark") { .text($0.benchmark) },
      .text("judge") { .text($0.judge) },
      .text("protocol", .whenSpace(priority: 3)) { Cell($0.protocolName) },
      .text("mode", .whenSpace(priority: 4)) { .text($0.mode) },
      .text("board", .whenSpace(priority: 1)) { .text($0.board) },
      .number("models", unit: "rows") { Cell($0.models) },
      .number("judgments", unit: "rows") { Cell($0.judgments) },
      .text("last_judged_at", title: "last judged", unit: "time", .whenSpace(priority: 2)) {
        $0.lastJudgedAt.map { Cell.time(nanoseconds: $0) } ?? .null
      },
    ]
  }

  private static func boards(_ connection: Connection) throws -> [Line] {
    try connection.all(
      """
      SELECT n.name, c.requested_model, p.name, b.mode, b.board_key, count(m.model_id),
        coalesce(sum(m.n + m.failed), 0) / CASE b.mode WHEN 'pairwise' THEN 2 ELSE 1 END,
        max(m.last_judged_at)
      FROM boards b
      JOIN benchmarks n ON n.id = b.benchmark_id
      JOIN judges j ON j.id = b.judge_id
      JOIN configurations c ON c.id = j.configuration_id
      LEFT JOIN protocols p ON p.id = c.protocol_id
      LEFT JOIN board_models m ON m.board_id = b.id
      GROUP BY b.id, n.name, c.requested_model, p.name, b.mode, b.board_key
      ORDER BY count(m.model_id) DESC, n.name, c.requested_model, b.board_key
      """
    ) { row in
      Line(
        benchmark: try row.text(0), judge: try row.text(1), protocolName: row.optionalText(2),
        mode: try row.text(3), board: Key(try row.bytes(4))?.short ?? "",
        models: try row.int(5), judgments: try row.int(6), lastJudgedAt: row.optionalInteger(7))
    }
  }

  private static func counts(
    _ connection: Connection
  ) throws -> [(name: String, count: Int, isAlwaysSaid: Bool)] {
    let queries: [(String, String, Bool)] = [
      ("models", "SELECT count(*) FROM models", true),
      ("judges", "SELECT count(*) FROM judges", true),
      ("questions", "SELECT count(*) FROM questions", true),
      ("answers", "SELECT count(*) FROM answers", true),
      ("judgments", "SELECT count(*) FROM records WHERE kind = 'judgment'", true),
      ("sources", "SELECT count(*) FROM sources", true),
      ("rejects", "SELECT count(*) FROM rejects", false),
      ("evaluations", "SELECT count(*) FROM runs WHERE kind <> 'import'", false),
      ("calls", "SELECT count(*) FROM calls", false),
      (
        "unfinished_items", "SELECT count(*) FROM work_items WHERE state IN ('waiting', 'leased')",
        false
      ),
    ]
    return try queries.map { name, sql, isAlwaysSaid in
      (name, try connection.first(sql) { try $0.int(0) } ?? 0, isAlwaysSaid)
    }
  }

  /// 1 model, 26 models.
  private static func words(_ count: (name: String, count: Int, isAlwaysSaid: Bool)) -> String {
    let name = count.name.replacing("_", with: " ")
    let noun = count.count == 1 ? String(name.dropLast()) : name
    return "\(DecimalText.grouped(Int64(count.count))) \(noun)"
  }

  private static func notes(_ connection: Connection) throws -> [String] {
    var notes: [String] = []
    let last = try connection.first(
      """
      SELECT u.person, u.recorded_at, (SELECT count(*) FROM sources s WHERE s.run_id = u.id)
      FROM runs u WHERE u.kind = 'import' ORDER BY u.recorded_at DESC LIMIT 1
      """
    ) { row in (person: try row.text(0), at: try row.integer(1), files: try row.int(2)) }
    if let last {
      let time = Timestamp(nanoseconds: last.at).minuteText
      notes.append(
        "Last import: \(last.files) file\(last.files == 1 ? "" : "s") by \(last.person), \(time) UTC."
      )
    }
    let unresolved =
      try connection.first("SELECT count(*) FROM unresolved_prompts") { try $0.integer(0) } ?? 0
    let prompts = try connection.first("SELECT count(*) FROM prompts") { try $0.integer(0) } ?? 0
    if unresolved > 0 {
      notes.append(
        "\(DecimalText.grouped(unresolved)) of \(DecimalText.grouped(prompts)) judge prompts are not what any known template, "
          + "question and answer give; their template is unknown.")
    }
    return notes
  }
}
