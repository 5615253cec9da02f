package import Storage

/// Computes the rows of boards anew from the judgments, never from what a rollup held before.
package final class BoardRollup {
  private let connection: Connection
  private let reader: VerdictReader
  private let scales: [Int64: ClosedRange<Double>]

  package init(_ connection: Connection) throws {
    self.connection = connection
    reader = VerdictReader(connection)
    scales = try Self.statedScales(connection)
  }

  /// Computes every board of the store.
  package func recomputeEverything() throws {
    var touched = TouchedBoards()
    touched.addEverything()
    try recompute(touched)
  }

  /// Computes the rows of the models that were touched, board by board in one order, so that two
  /// writers cannot wait for each other.
  func recompute(_ touched: TouchedBoards) throws {
    let boards = touched.everything ? try allBoards() : touched.models
    for (name, models) in boards.sorted(by: { $0.key < $1.key }) {
      try recompute(try board(name), models: models)
    }
  }

  // MARK: - Private

  private struct Board {
    let id: Int64
    let name: BoardName
    let mode: JudgingMode
  }

  private func recompute(_ board: Board, models: Set<Int64>) throws {
    var contexts = try BoardContexts.load(connection, boardID: board.id)
    for modelID in models.sorted() {
      let row = BoardRow(
        modelID: modelID, try reader.verdicts(board.name, modelID: modelID))
      contexts.add(row.contexts)
      try write(row, board, edition: 1)
    }
    if contexts.conflicts.isEmpty {
      try contexts.save(connection, boardID: board.id)
    } else {
      try assignEditions(board)
    }
  }

  /// The slow path: all rows of the board, because what one model was judged with decides who
  /// may stand beside it.
  private func assignEditions(_ board: Board) throws {
    let models = try connection.all(
      """
      SELECT m.id, m.name FROM board_models b JOIN models m ON m.id = b.model_id
      WHERE b.board_id = $1
      """, [.integer(board.id)]
    ) { row in (id: try row.integer(0), name: try row.text(1)) }
    let named = try models.map { model in
      (
        row: BoardRow(modelID: model.id, try reader.verdicts(board.name, modelID: model.id)),
        name: model.name
      )
    }
    let rows = named.sorted { left, right in
      let times = (left.row.firstJudgedAt ?? .max, right.row.firstJudgedAt ?? .max)
      return times.0 != times.1 ? times.0 < times.1 : left.name < right.name
    }
    .map(\.row)
    var contexts = BoardContexts()
    for row in rows { contexts.add(row.contexts) }
    try connection.execute("DELETE FROM board_contexts WHERE board_id = $1", [.integer(board.id)])
    try contexts.save(connection, boardID: board.id)
    let editions = BoardContexts.editions(rows, conflicts: contexts.conflicts)
    for (modelID, edition) in editions {
      try connection.execute(
        "UPDATE board_models SET edition = $3 WHERE board_id = $1 AND model_id = $2",
        [.integer(board.id), .integer(modelID), .integer(edition)])
    }
  }

  private func write(_ row: BoardRow, _ board: Board, edition: Int) throws {
    let key: [SQLValue] = [.integer(board.id), .integer(row.modelID)]
    try connection.execute("DELETE FROM board_judgments WHERE board_id = $1 AND model_id = $2", key)
    try connection.execute("DELETE FROM board_models WHERE board_id = $1 AND model_id = $2", key)
    guard !row.canonical.isEmpty else { return }
    try connection.prepareInsert("board_models", BoardRow.columns).run(
      row.values(boardID: board.id, edition: edition, mode: board.mode, scales: scales))
    let insert = try BulkInsert(
      connection, into: "board_judgments", columns: ["board_id", "model_id", "record_id"])
    for verdict in row.canonical { try insert.append(key + [.integer(verdict.recordID)]) }
    try insert.finish()
  }

  /// Every board that judgments call for, with all its models.
  private func allBoards() throws -> [BoardName: Set<Int64>] {
    var boards = TouchedBoards()
    try connection.forEach(
      """
      SELECT DISTINCT q.benchmark_id, j.judge_id, j.model_id, j.opponent_id
      FROM judgments j JOIN questions q ON q.id = j.question_id
      """
    ) { row in
      let opponentID = row.optionalInteger(3)
      boards.add(
        benchmarkID: try row.integer(0), judgeID: try row.integer(1),
        modelIDs: [try row.integer(2)] + (opponentID.map { [$0] } ?? []))
    }
    return boards.models
  }

  private func board(_ name: BoardName) throws -> Board {
    let facts = try connection.first(
      """
      SELECT b.name, j.judge_key, c.mode FROM judges j
      JOIN configurations c ON c.id = j.configuration_id
      JOIN benchmarks b ON b.id = $1 WHERE j.id = $2
      """, [.integer(name.benchmarkID), .integer(name.judgeID)]
    ) { row in
      (
        benchmark: try row.text(0), judgeKey: Key(try row.bytes(1)),
        mode: JudgingMode(rawValue: try row.text(2))
      )
    }
    guard let facts, let mode = facts.mode else {
      throw StorageError(.corrupt, "judge \(name.judgeID) or its benchmark is missing")
    }
    var form = CanonicalForm("board")
    form.add(facts.benchmark)
    form.add(facts.judgeKey)
    let boards = try KeyedTable(
      connection, "boards", key: ["board_key"], columns: ["benchmark_id", "judge_id", "mode"])
    let id = try boards.findOrMake(
      [.bytes(form.key().bytes)],
      [.integer(name.benchmarkID), .integer(name.judgeID), .text(mode.rawValue)]
    ).id
    return Board(id: id, name: name, mode: mode)
  }

  /// By the text id of the body; a body that two templates give different scales has none.
  static func statedScales(
    _ connection: Connection
  ) throws -> [Int64: ClosedRange<Double>] {
    var scales: [Int64: Set<ClosedRange<Double>?>] = [:]
    try connection.forEach("SELECT body_text_id, scale_low, scale_high FROM prompt_templates") {
      row in
      let low = row.optionalReal(1)
      let high = row.optionalReal(2)
      let scale: ClosedRange<Double>? = if let low, let high { low...high } else { nil }
      scales[try row.integer(0), default: []].insert(scale)
    }
    return scales.compactMapValues { $0.count == 1 ? $0.first.flatMap { $0 } : nil }
  }
}
