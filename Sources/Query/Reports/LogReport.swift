internal import Storage
public import Warehouse

/// What changed a model's score: every import and statement after which it read otherwise.
///
/// Each score is the one that the leaderboard showed then, so the differences add up to the whole.
public struct LogReport: Sendable {
  private let model: String
  private let query: BoardQuery
  private let since: Int64?
  private let until: Int64?

  /// The log of a model on the boards that the query is about.
  ///
  /// `since` and `until` of the query are about when the store learnt something, which is when a
  /// score of the log changed.
  public init(model: String, _ query: BoardQuery) {
    self.model = model
    var query = query
    query.models = [model]
    since = query.since
    until = query.until
    query.since = nil
    query.until = nil
    self.query = query
  }

  /// Computes the report.
  ///
  /// - Throws: `NameError`; what the store throws.
  /// - Complexity: O(judgments of the model) for each import and statement that concerns it.
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [self] connection in
      let boards = try ModelBoards(connection, model, query)
      let events = try LogEvents(connection, asOf: query.asOf)
      return Report(
        name: "log", parameters: query.parameters, columns: Array(Self.fields),
        sections: try boards.boards.compactMap { try section($0, boards, events) },
        notes: try query.notes(boards.reader))
    }
  }

  // MARK: - Private

  private struct Row: BoardRow {
    let title: BoardTitle
    let event: LogEvents.Event
    let rows: Int
    let delta: Double?
    let scoreAfter: Double?
  }

  /// What the model had after an event.
  private struct State {
    var score: Double?
    var records: Set<Int64> = []
  }

  private func section(
    _ board: Board, _ boards: ModelBoards, _ events: LogEvents
  ) throws -> Report.Section? {
    let title = BoardTitle(ranked: RankedBoard(alone: board), query: query)
    var before = State()
    var rows: [Row] = []
    let judgeIDs = boards.reader.facts.effects.judges.members(of: board.judgeID)
    let modelIDs = boards.reader.facts.effects.models.members(of: boards.modelID)
    for instant in try events.instants(judgeIDs: judgeIDs, modelIDs: modelIDs) {
      let after = try state(at: instant, board, boards)
      defer { before = after }
      guard after.score != before.score || after.records != before.records else { continue }
      guard let event = try events.event(at: instant, isIn(instant)) else { continue }
      let delta = before.score.flatMap { old in after.score.map { $0 - old } }
      rows.append(
        Row(
          title: title, event: event,
          rows: after.records.symmetricDifference(before.records).count, delta: delta,
          scoreAfter: after.score))
    }
    guard !rows.isEmpty else { return nil }
    return Report.Section(
      title: "\(boards.names[boards.modelID]) · \(title.title)", subtitle: title.subtitle,
      rows: rows.map { Report.Row($0, Self.fields) })
  }

  private func isIn(_ instant: Int64) -> Bool {
    (since.map { instant >= $0 } ?? true) && (until.map { instant < $0 } ?? true)
  }

  private func state(at instant: Int64, _ board: Board, _ boards: ModelBoards) throws -> State {
    let connection = boards.reader.connection
    let facts = try FactFilter(connection, asOf: instant, experiment: query.experiment)
    let found = try BoardComputation(connection, facts).model(
      benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: boards.modelID, set: nil,
      mode: board.mode)
    guard let found else { return State() }
    let standing = Standing(found.model, boards.names)
    return State(score: standing.score, records: found.records)
  }

  private static var fields: [Field<Row>] {
    Field.board + [
      .text("at", unit: "time") { Cell(time: $0.event.at) },
      .text("cause") { .text($0.event.cause) },
      .number("rows", unit: "rows") { Cell($0.rows) },
      .number("delta", unit: "points", digits: 3) { Cell($0.delta) },
      .number("score_after", unit: "points", digits: 3) { Cell($0.scoreAfter) },
      .text("source") { Cell($0.event.source) },
      .text("author", .whenSpace(priority: 1)) { Cell($0.event.author) },
      .text("reason", .whenSpace(priority: 2)) { Cell($0.event.reason) },
    ]
  }
}
