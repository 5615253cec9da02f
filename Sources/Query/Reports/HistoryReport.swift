internal import Storage
public import Warehouse

/// How a model scored over time: a row for each answer set on each board.
public struct HistoryReport: Sendable {
  private let model: String
  private let query: BoardQuery

  /// The history of a model on the boards that the query is about.
  public init(model: String, _ query: BoardQuery) {
    self.model = model
    var query = query
    query.models = [model]
    self.query = query
  }

  /// Computes the report.
  ///
  /// - Throws: `NameError`; what the store throws.
  /// - Complexity: O(judgments of the model).
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [self] connection in
      let boards = try ModelBoards(connection, model, query)
      return Report(
        name: "history", parameters: query.parameters, columns: Array(Self.fields),
        sections: try boards.boards.compactMap { try section($0, boards) },
        notes: try query.notes(boards.reader))
    }
  }

  // MARK: - Private

  private struct Row: BoardRow {
    let title: BoardTitle
    let standing: Standing
  }

  private func section(_ board: Board, _ boards: ModelBoards) throws -> Report.Section? {
    let computation = try BoardComputation(boards.reader.connection, boards.reader.facts)
    func model(_ set: Int?) throws -> BoardModel? {
      try computation.model(
        benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: boards.modelID, set: set,
        mode: board.mode)?.model
    }
    guard let newest = try model(nil) else { return nil }
    let title = BoardTitle(ranked: RankedBoard(alone: board), query: query)
    let rows = try (1...max(1, newest.answerSets)).compactMap { set in
      try model(set).map { Row(title: title, standing: Standing($0, boards.names)) }
    }
    .sorted { left, right in
      (left.standing.lastJudgedAt ?? .max, left.standing.answerSet?.shown ?? 0)
        < (right.standing.lastJudgedAt ?? .max, right.standing.answerSet?.shown ?? 0)
    }
    return Report.Section(
      title: "\(boards.names[boards.modelID]) · \(title.title)", subtitle: title.subtitle,
      rows: rows.map { Report.Row($0, Self.fields) })
  }

  private static var fields: [Field<Row>] {
    Field.board + [
      .text("at", title: "last judged", unit: "time") { Cell(time: $0.standing.lastJudgedAt) },
      .number("score", unit: "points", digits: 2) { Cell($0.standing.score) },
      .number("se", unit: "points", digits: 2) { Cell($0.standing.standardError) },
      .number("n", unit: "rows") { Cell($0.standing.n) },
      .number("failed", unit: "rows", .whenSpace(priority: 1)) { Cell($0.standing.failed) },
      .number("answer_set") { Cell($0.standing.answerSet?.shown) },
    ]
  }
}
