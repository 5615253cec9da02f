internal import Storage

extension StatementEffects {
  /// The tables that the views and lists read.
  static let tables: [StaticString] = [
    "model_aliases", "judge_aliases", "hidden_records", "corrected_judgments", "model_labels",
    "model_tags", "standing_statements",
  ]

  /// Keeps the effects in the tables that the views read.
  ///
  /// - Complexity: O(records they take away).
  func save(_ connection: Connection) throws {
    for table in Self.tables {
      try connection.execute("DELETE FROM \(table)")
    }
    for (table, column, aliases) in [
      ("model_aliases" as StaticString, "model_id", models), ("judge_aliases", "judge_id", judges),
    ] {
      let insert = try connection.prepareInsert(table, [column, "read_as_id"])
      for (id, root) in aliases.roots { try insert.run([.integer(id), .integer(root)]) }
    }
    let hidden = BulkInsert(connection, into: "hidden_records", columns: ["record_id"])
    for record in hiddenRecords.sorted() { hidden.append([.integer(record)]) }
    try hidden.finish()
    let corrected = try connection.prepareInsert(
      "corrected_judgments", ["record_id", "outcome", "score", "winner"])
    let label = try connection.prepareInsert("model_labels", ["model_id", "label"])
    for (model, text) in labels { try label.run([.integer(model), .text(text)]) }
    let tag = try connection.prepareInsert("model_tags", ["model_id", "name", "value"])
    for (model, tags) in tags {
      for (name, value) in tags { try tag.run([.integer(model), .text(name), .text(value)]) }
    }
    for key in standing {
      try connection.execute(
        """
        INSERT INTO standing_statements (statement_id)
        SELECT id FROM statements WHERE statement_key = $1
        """, [.bytes(key.bytes)])
    }
    for (record, correction) in corrections {
      try corrected.run([
        .integer(record), .text(correction.outcome.rawValue), .optional(correction.score),
        .optional(correction.winner?.rawValue),
      ])
    }
  }

  /// The boards and models that read otherwise than before.
  ///
  /// - Complexity: O(records and judgments of models and judges that changed).
  func boardsChanged(
    since before: StatementEffects, _ connection: Connection
  ) throws
    -> TouchedBoards
  {
    var touched = TouchedBoards()
    let corrected = Set(corrections.keys).union(before.corrections.keys)
      .filter { corrections[$0] != before.corrections[$0] }
    for record in hiddenRecords.symmetricDifference(before.hiddenRecords).union(corrected) {
      try touched.add(connection, "j.record_id = $1", record)
      // Templates state scales, and any board may have prompts made from one.
      let isTemplate = try connection.first(
        "SELECT 1 FROM prompt_templates WHERE record_id = $1", [.integer(record)]
      ) { _ in true }
      if isTemplate == true { touched.addEverything() }
    }
    for model in models.changed(since: before.models) {
      try touched.add(connection, "(j.model_id = $1 OR j.opponent_id = $1)", model)
    }
    for judge in judges.changed(since: before.judges) {
      try touched.add(connection, "j.judge_id = $1", judge)
    }
    return touched.read(with: self).read(with: before)
  }
}

extension Aliases {
  /// Rows that stand for something else than before.
  func changed(since before: Aliases) -> Set<Int64> {
    Set(roots.keys).union(before.roots.keys).filter { root(of: $0) != before.root(of: $0) }
  }
}

extension TouchedBoards {
  /// Adds the boards and models of the judgments that a condition of ours on `j` selects.
  fileprivate mutating func add(
    _ connection: Connection, _ condition: StaticString, _ id: Int64
  ) throws {
    try connection.forEach(
      """
      SELECT DISTINCT q.benchmark_id, j.judge_id, j.model_id, j.opponent_id FROM judgments j
      JOIN questions q ON q.id = j.question_id WHERE \(condition)
      """, [.integer(id)]
    ) { row in
      let opponentID = row.optionalInteger(3)
      add(
        benchmarkID: try row.integer(0), judgeID: try row.integer(1),
        modelIDs: [try row.integer(2)] + (opponentID.map { [$0] } ?? []))
    }
  }
}
