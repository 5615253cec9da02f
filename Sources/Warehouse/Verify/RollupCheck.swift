internal import Storage

/// Computes every board anew and compares it with the stored one.
///
/// Temporary tables take the names of the stored ones, which both engines look up first, so that
/// the very code that writes rollups writes them aside: the store is only read.
struct RollupCheck {
  private let connection: Connection
  /// Before the names of the stored tables.
  private let stored: String
  /// Before the names of the temporary ones.
  private let new: String

  /// The tables that hold rollups.
  static let rowTables: [StaticString] = ["board_models", "board_judgments", "board_contexts"]
  /// With the table whose ids they take.
  private static let tables = ["boards"] + rowTables + StatementEffects.tables

  init(_ connection: Connection) {
    self.connection = connection
    stored = connection.storeSchema
    new = connection.temporarySchema
  }

  /// - Returns: how many rows of models there are.
  func run(_ problems: inout ProblemList) throws -> Int {
    try makeTables()
    defer { dropTables() }
    try BoardRollup(connection).recomputeEverything()
    try compareModels(&problems)
    try compareSets(
      "board_judgments", row: "model_id, record_id", group: "model_id", "judgments", &problems)
    // One that no judgment has any more does no harm: it only makes the next writer look twice.
    try compareSets(
      "board_contexts", row: "question_id, turn, context_key", group: "NULL", "contexts",
      onlyMissing: true, &problems)
    try compareEffects(&problems)
    let wrong = try CallSums(connection).wrongRowCount()
    if wrong > 0 { problems.add("call_sums: \(wrong) rows are not what the calls come to") }
    return try connection.first("SELECT count(*) FROM \(stored).board_models") { try $0.int(0) }
      ?? 0
  }

  // MARK: - Private

  private func makeTables() throws {
    dropTables()
    for table in Self.tables {
      try connection.execute(
        "CREATE TEMPORARY TABLE \(table) AS SELECT * FROM \(stored).\(table) WHERE false")
    }
    // What the writer's statements rely on.
    try makeKey("boards", "board_key")
    try makeKey("board_models", "board_id, model_id")
    try makeKey("board_judgments", "board_id, model_id, record_id")
    try makeKey("board_contexts", "board_id, question_id, turn, context_key")
    try connection.execute("INSERT INTO \(new).boards SELECT * FROM \(stored).boards")
  }

  private func makeKey(_ table: StaticString, _ columns: StaticString) throws {
    let place =
      switch connection.dialect {
      case .sqlite: "\(new).new_\(table) ON \(table)"
      case .postgres: "new_\(table) ON \(new).\(table)"
      }
    try connection.execute("CREATE UNIQUE INDEX \(place) (\(columns))")
  }

  private func dropTables() {
    for table in Self.tables { _ = try? connection.execute("DROP TABLE IF EXISTS \(new).\(table)") }
  }

  /// Rows of models, told column by column.
  private func compareModels(_ problems: inout ProblemList) throws {
    let columns = BoardModel.columns.dropFirst() + ["slots"]
    func list(_ prefix: String) -> String {
      columns.map { "\(prefix).\($0)" }.joined(separator: ", ")
    }
    let differing = try connection.all(
      """
      SELECT s.board_id, s.model_id, n.model_id, \(list("s")), \(list("n"))
      FROM \(stored).board_models s
      LEFT JOIN \(new).board_models n ON n.board_id = s.board_id AND n.model_id = s.model_id
      WHERE (\(list("s"))) IS DISTINCT FROM (\(list("n")))
      ORDER BY s.board_id, s.model_id
      """
    ) { row in
      var names: [String] = []
      for (index, name) in columns.enumerated()
      where try row.value(3 + index) != row.value(3 + columns.count + index) { names.append(name) }
      return (
        board: try row.integer(0), model: try row.integer(1), isExpected: !row.isNull(2), names
      )
    }
    for row in differing {
      let place = try place(boardID: row.board, modelID: row.model)
      problems.add(
        row.isExpected
          ? "\(place) differs from its judgments in \(row.3.joined(separator: ", "))"
          : "\(place) stands on a board that has no judgment of it")
    }
    let missing = try connection.all(
      """
      SELECT board_id, model_id FROM \(new).board_models
      EXCEPT SELECT board_id, model_id FROM \(stored).board_models ORDER BY 1, 2
      """
    ) { (try $0.integer(0), try $0.integer(1)) }
    for (board, model) in missing {
      let place = try place(boardID: board, modelID: model)
      problems.add("\(place) is missing from its board")
    }
  }

  /// Tables whose rows are keys and nothing else, told by board and model.
  private func compareSets(
    _ table: StaticString, row: String, group: String, _ noun: String, onlyMissing: Bool = false,
    _ problems: inout ProblemList
  ) throws {
    let directions = [(new, stored, "missing"), (stored, new, "too many")]
    for (from, other, words) in directions.prefix(onlyMissing ? 1 : 2) {
      let found = try connection.all(
        """
        SELECT board_id, \(group) AS model, count(*) FROM (
          SELECT board_id, \(row) FROM \(from).\(table)
          EXCEPT SELECT board_id, \(row) FROM \(other).\(table)) AS rest
        GROUP BY 1, 2 ORDER BY 1, 2
        """
      ) { (try $0.integer(0), $0.optionalInteger(1), try $0.integer(2)) }
      for (board, model, count) in found {
        let place = try place(boardID: board, modelID: model)
        problems.add("\(place): \(noun) that stand on the board: \(count) \(words)")
      }
    }
  }

  /// What the statements come to.
  private func compareEffects(_ problems: inout ProblemList) throws {
    for table in StatementEffects.tables {
      let count = try connection.first(
        """
        SELECT (SELECT count(*) FROM (
            SELECT * FROM \(stored).\(table) EXCEPT SELECT * FROM \(new).\(table)) AS extra)
          + (SELECT count(*) FROM (
            SELECT * FROM \(new).\(table) EXCEPT SELECT * FROM \(stored).\(table)) AS lacking)
        """
      ) { try $0.integer(0) }
      if let count, count > 0 {
        problems.add("\(table): \(count) rows are not what the statements come to")
      }
    }
  }

  /// The board and the model as a person knows them.
  private func place(boardID: Int64, modelID: Int64?) throws -> String {
    let board = try connection.first(
      """
      SELECT n.name, c.requested_model, b.mode, b.board_key FROM boards b
      JOIN benchmarks n ON n.id = b.benchmark_id JOIN judges j ON j.id = b.judge_id
      JOIN configurations c ON c.id = j.configuration_id WHERE b.id = $1
      """, [.integer(boardID)]
    ) { row in
      let key = Key(try row.bytes(3)).map(\.short) ?? "?"
      return "board \(key) (\(try row.text(0)), \(try row.text(1)), \(try row.text(2)))"
    }
    let model = try modelID.flatMap { id in
      try connection.first("SELECT name FROM models WHERE id = $1", [.integer(id)]) {
        try $0.text(0)
      } ?? "model \(id)"
    }
    return (board ?? "board \(boardID)") + (model.map { ": \($0)" } ?? "")
  }
}
