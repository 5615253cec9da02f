internal import Storage
internal import Warehouse

/// Reads single things from the store.
struct ThingFinder {
  let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// The versions of a question.
  func question(_ slot: QuestionSlot) throws -> [Thing] {
    let title = "question \(slot.benchmark):\(slot.externalID)"
    let versions = try connection.all(
      """
      SELECT v.record_id, r.record_key, v.category, v.required_temperature FROM question_versions v
      JOIN records r ON r.id = v.record_id WHERE v.question_id = $1 ORDER BY r.record_key
      """, [.integer(slot.questionID)]
    ) { row in
      (
        id: try row.integer(0),
        fields: [
          ("record", Cell(Key(try row.bytes(1))?.short)), ("category", Cell(row.optionalText(2))),
          ("temperature", Cell(row.optionalReal(3))),
        ]
      )
    }
    let things = try versions.map { version in
      let turns = try connection.all(
        """
        SELECT q.turn, t.content FROM question_turns q JOIN texts t ON t.id = q.text_id
        WHERE q.record_id = $1 ORDER BY q.turn
        """, [.integer(version.id)]
      ) { row in (number: try row.int(0), value: Cell(try row.text(1))) }
      let shown = turns.filter { slot.turn == nil || slot.turn == $0.number }
        .map { (name: "turn \($0.number)", value: $0.value) }
      return Thing(title: title, fields: version.fields + shown + (try origin(version.id)))
    }
    guard things.isEmpty else { return things }
    return [
      Thing(title: title, fields: [("content", .text("named by results, its text is not known"))])
    ]
  }

  /// The answers of a model to a question.
  func answers(model: String, slot: QuestionSlot) throws -> [Thing] {
    try checkModel(model)
    let things = try connection.all(
      """
      SELECT a.record_id, r.record_key, ar.role, a.sample, a.turn, a.outcome, t.content,
        ar.answered_at, ar.model_label, c.temperature, c.max_tokens, c.base_model, c.adapter,
        c.revision
      FROM answer_records ar JOIN answers a ON a.record_id = ar.record_id
      JOIN records r ON r.id = ar.record_id JOIN models m ON m.id = ar.model_id
      LEFT JOIN texts t ON t.id = a.text_id LEFT JOIN conditions c ON c.id = ar.conditions_id
      WHERE ar.question_id = $1 AND m.name = $2
      ORDER BY ar.answered_at, r.record_key, a.sample, a.turn
      """, [.integer(slot.questionID), .text(model)]
    ) { row in
      (
        turn: try row.int(4), id: try row.integer(0),
        thing: Thing(
          title: "answer \(model):\(slot.externalID).\(try row.int(4))",
          fields: [
            ("record", Cell(Key(try row.bytes(1))?.short)), ("benchmark", .text(slot.benchmark)),
            ("role", .text(try row.text(2))), ("sample", Cell(try row.int(3))),
            ("outcome", .text(try row.text(5))), ("answered", Self.time(row.optionalInteger(7))),
            ("model_id", Cell(row.optionalText(8))), ("temperature", Cell(row.optionalReal(9))),
            ("max_tokens", Cell(row.optionalInteger(10).map { Int($0) })),
            ("base model", Cell(row.optionalText(11))), ("adapter", Cell(row.optionalText(12))),
            ("weights", Cell(row.optionalText(13))),
            ("text", Cell(row.optionalText(6))),
          ])
      )
    }
    return try things.filter { slot.turn == nil || $0.turn == slot.turn }.map { answer in
      Thing(title: answer.thing.title, fields: answer.thing.fields + (try origin(answer.id)))
    }
  }

  /// The judgments of a model's answers to a question.
  func judgments(model: String, slot: QuestionSlot, judge: String?) throws -> [Thing] {
    try checkModel(model)
    return try JudgmentFinder(connection).judgments(
      where: "j.question_id = $1 AND (m.name = $2 OR o.name = $2)",
      [.integer(slot.questionID), .text(model)]
    ) { judgment in
      (slot.turn == nil || judgment.turn == slot.turn) && (judge == nil || judgment.judge == judge)
    }
    .map { Thing(title: $0.thing.title, fields: $0.thing.fields + (try origin($0.recordID))) }
  }

  /// Which lines of which files a record stands in.
  func origin(_ recordID: Int64) throws -> [(name: String, value: Cell)] {
    try connection.all(
      """
      SELECT p.path, x.line FROM record_sources x JOIN source_paths p ON p.source_id = x.source_id
      WHERE x.record_id = $1 ORDER BY p.path, x.line
      """, [.integer(recordID)]
    ) { row in ("from", .text("\(try row.text(0)):\(try row.int(1))")) }
  }

  static func time(_ nanoseconds: Int64?) -> Cell {
    nanoseconds.map { Cell.time(nanoseconds: $0) } ?? .null
  }

  func checkModel(_ name: String) throws {
    let known = try connection.all("SELECT name FROM models") { try $0.text(0) }
    try NameError.check(name, kind: "model", among: known)
  }
}
