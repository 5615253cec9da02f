package import Storage

/// Keeps the rows of boards as everything known now gives them: computed anew from the judgments,
/// never from what a rollup held before.
package final class BoardRollup {
  private let connection: Connection
  private let effects: StatementEffects
  private let computation: BoardComputation
  private let standing: BulkInsert

  package convenience init(_ connection: Connection) throws {
    try self.init(connection, try FactFilter(connection))
  }

  /// - Parameter facts: everything known now.
  init(_ connection: Connection, _ facts: FactFilter) throws {
    self.connection = connection
    effects = facts.effects
    computation = try BoardComputation(connection, facts)
    standing = BulkInsert(
      connection, into: "board_judgments", columns: ["board_id", "model_id", "record_id"])
  }

  /// Computes every board of the store, and what statements come to.
  package func recomputeEverything() throws {
    var touched = TouchedBoards()
    touched.addEverything()
    try effects.save(connection)
    try recompute(touched)
  }

  /// Computes the rows of the models that were touched, board by board in one order, so that two
  /// writers cannot wait for each other.
  func recompute(_ touched: TouchedBoards) throws {
    let boards = (touched.everything ? try allBoards() : touched).read(with: effects)
    for (name, models) in boards.models.sorted(by: { $0.key < $1.key }) {
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
    try forEachModel(models.sorted(), of: board) { computed in
      contexts.add(computed.contexts)
      try write(computed, board)
    }
    if contexts.conflicts.isEmpty {
      try contexts.save(connection, boardID: board.id)
    } else {
      try assignEditions(board)
    }
  }

  /// What a model's verdicts give.
  private struct Computed: Sendable {
    let row: BoardRow
    let model: BoardModel
    let contexts: [BoardContexts.Slot: Key]
  }

  /// Verdicts that are in memory before rows are computed of them.
  private static let verdictsAtOnce = 4_096

  /// Calls a closure with what each model has; the connection reads one after the other, and what
  /// follows from it is computed on all cores.
  private func forEachModel(
    _ modelIDs: [Int64], of board: Board, _ body: (Computed) throws -> Void
  ) throws {
    var read: [(modelID: Int64, verdicts: [Verdict])] = []
    var count = 0
    for (place, modelID) in modelIDs.enumerated() {
      read.append((modelID, try computation.verdicts(board.name, modelID: modelID)))
      count += read.last?.verdicts.count ?? 0
      guard count >= Self.verdictsAtOnce || place == modelIDs.count - 1 else { continue }
      let computed = read.concurrentMap { [scales = computation.scales] model in
        let row = BoardRow(modelID: model.modelID, model.verdicts)
        return Computed(
          row: row, model: BoardModel(row, set: nil, mode: board.mode, scales: scales),
          contexts: row.contexts)
      }
      for one in computed { try body(one) }
      (read, count) = ([], 0)
    }
  }

  /// The slow path: all rows of the board, because what one model was judged with decides who
  /// may stand beside it.
  private func assignEditions(_ board: Board) throws {
    let models = try connection.all(
      "SELECT model_id FROM board_models WHERE board_id = $1 ORDER BY model_id",
      [.integer(board.id)]
    ) { try $0.integer(0) }
    let rows = try models.map { try computation.row(board.name, modelID: $0) }
    let (editions, contexts) = try computation.editions(rows)
    try connection.execute("DELETE FROM board_contexts WHERE board_id = $1", [.integer(board.id)])
    try contexts.save(connection, boardID: board.id)
    for modelID in models {
      try connection.execute(
        "UPDATE board_models SET edition = $3 WHERE board_id = $1 AND model_id = $2",
        [.integer(board.id), .integer(modelID), .integer(editions[modelID] ?? 1)])
    }
  }

  private func write(_ computed: Computed, _ board: Board) throws {
    let row = computed.row
    let key: [SQLValue] = [.integer(board.id), .integer(row.modelID)]
    try connection.execute("DELETE FROM board_judgments WHERE board_id = $1 AND model_id = $2", key)
    try connection.execute("DELETE FROM board_models WHERE board_id = $1 AND model_id = $2", key)
    guard !row.canonical.isEmpty else { return }
    try computed.model.insert(connection, boardID: board.id)
    for verdict in row.canonical { standing.append(key + [.integer(verdict.recordID)]) }
    try standing.finish()
  }

  /// Every board that judgments call for or that is there, with all its models.
  private func allBoards() throws -> TouchedBoards {
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
    try connection.forEach(
      """
      SELECT b.benchmark_id, b.judge_id, m.model_id FROM boards b
      JOIN board_models m ON m.board_id = b.id
      """
    ) { row in
      boards.add(
        benchmarkID: try row.integer(0), judgeID: try row.integer(1),
        modelIDs: [try row.integer(2)])
    }
    return boards
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
}
