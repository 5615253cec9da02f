internal import Storage
internal import Warehouse

/// Rebuilds the records of FastChat files from the store.
final class RecordExporter {
  private let connection: Connection
  private var prompts: PromptText
  private var parser: JSONParser

  init(_ connection: Connection) throws {
    self.connection = connection
    prompts = try PromptText(connection)
    parser = try JSONParser()
  }

  /// A record of a source of some kind, as one line of JSON.
  func line(recordID: Int64, kind: SourceKind) throws -> [UInt8] {
    let extra = try extra(recordID)
    var record =
      switch kind {
      case .prompts: try template(recordID)
      case .questions: try question(recordID)
      case .answers, .references: try answer([recordID], extra)
      case .judgments, .votes, .scores, .figures: try judgment(recordID, isVote: kind == .votes)
      }
    record.apply(extra)
    return record.line()
  }

  /// Conversations of a run about one question, each another sample, as one line of JSON.
  ///
  /// - Parameter model: its name; an imported file says a label in this place.
  func line(conversations: [Int64], model: String) throws -> [UInt8] {
    var record = try answer(conversations, [])
    record.add("model_id", model)
    return record.line()
  }

  // MARK: - Private

  private func extra(_ recordID: Int64) throws -> [(name: String, json: String)] {
    let text = try connection.first("SELECT extra FROM records WHERE id = $1", [.integer(recordID)])
    {
      $0.optionalText(0)
    }
    guard let text = text ?? nil else { return [] }
    return try parser.withDocument(copying: text) { node in
      node.members.map { ($0.key() ?? "", $0.rawJSON) }
    }
  }

  private func template(_ recordID: Int64) throws -> ExportedRecord {
    var record = ExportedRecord()
    try connection.forEach(
      """
      SELECT p.name, p.mode, s.content, b.content, p.description, p.category, p.output_format
      FROM prompt_templates p JOIN texts b ON b.id = p.body_text_id
      LEFT JOIN texts s ON s.id = p.system_text_id WHERE p.record_id = $1
      """, [.integer(recordID)]
    ) { row in
      record.add("name", try row.text(0))
      record.add("type", try row.text(1))
      record.add("system_prompt", row.optionalText(2))
      record.add("prompt_template", try row.text(3))
      record.add("description", row.optionalText(4))
      record.add("category", row.optionalText(5))
      record.add("output_format", row.optionalText(6))
    }
    return record
  }

  private func question(_ recordID: Int64) throws -> ExportedRecord {
    let turns = try connection.all(
      """
      SELECT t.content FROM question_turns q JOIN texts t ON t.id = q.text_id
      WHERE q.record_id = $1 ORDER BY q.turn
      """, [.integer(recordID)]
    ) { try $0.text(0) }
    var record = ExportedRecord()
    try connection.forEach(
      """
      SELECT q.external_id, v.category, v.required_temperature FROM question_versions v
      JOIN questions q ON q.id = v.question_id WHERE v.record_id = $1
      """, [.integer(recordID)]
    ) { row in
      record.add("question_id", identifier: try row.text(0))
      record.add("category", row.optionalText(1))
      record.add("turns", json: ExportedRecord.json(turns))
      record.add("required_temperature", number: row.optionalReal(2))
    }
    return record
  }

  /// - Parameter recordIDs: of one question; the first says what is common to all.
  private func answer(
    _ recordIDs: [Int64], _ extra: [(name: String, json: String)]
  ) throws -> ExportedRecord {
    let turns = try recordIDs.flatMap { recordID in
      try connection.all(
        """
        SELECT a.sample, t.content FROM answers a LEFT JOIN texts t ON t.id = a.text_id
        WHERE a.record_id = $1 ORDER BY a.sample, a.turn
        """, [.integer(recordID)]
      ) { row in (sample: try row.integer(0), text: row.optionalText(1) ?? FailedAnswer.text) }
    }
    var record = ExportedRecord()
    try connection.forEach(
      """
      SELECT q.external_id, r.external_id, r.model_label, r.answered_at FROM answer_records r
      JOIN questions q ON q.id = r.question_id WHERE r.record_id = $1
      """, [.integer(recordIDs[0])]
    ) { row in
      record.add("question_id", identifier: try row.text(0))
      record.add("answer_id", row.optionalText(1))
      record.add("model_id", row.optionalText(2))
      record.add("choices", json: choices(turns, extra))
      record.add("tstamp", time: row.optionalInteger(3))
    }
    return record
  }

  private func choices(
    _ turns: [(sample: Int64, text: String)], _ extra: [(name: String, json: String)]
  ) -> String {
    let samples = Dictionary(grouping: turns, by: \.sample).sorted { $0.key < $1.key }
    let choices = samples.map { sample, turns in
      var choice = ExportedRecord()
      choice.add("index", json: "\(sample)")
      choice.add("turns", json: ExportedRecord.json(turns.map(\.text)))
      let pointer = "/choices/\(sample)/"
      for field in extra where field.name.hasPrefix(pointer) {
        choice.add(String(field.name.dropFirst(pointer.count)), json: field.json)
      }
      return String(decoding: choice.line().dropLast(), as: UTF8.self)
    }
    return "[" + choices.joined(separator: ", ") + "]"
  }

  private struct Game {
    let number: Int
    let winner: Winner?
    let score: Double?
    let promptID: Int64?
    let text: String?
  }

  private func judgment(_ recordID: Int64, isVote: Bool) throws -> ExportedRecord {
    var games: [Game] = []
    var record = ExportedRecord()
    try connection.forEach(
      """
      SELECT j.game, j.winner, j.score, j.prompt_id, t.content, q.external_id, m.name, o.name,
        c.requested_model, n.name, j.turn, j.judged_at
      FROM judgments j JOIN questions q ON q.id = j.question_id
      JOIN models m ON m.id = j.model_id LEFT JOIN models o ON o.id = j.opponent_id
      JOIN judges k ON k.id = j.judge_id JOIN configurations c ON c.id = k.configuration_id
      LEFT JOIN protocol_prompts n ON n.id = j.protocol_prompt_id
      LEFT JOIN texts t ON t.id = j.text_id
      WHERE j.record_id = $1 ORDER BY j.game
      """, [.integer(recordID)]
    ) { row in
      games.append(
        Game(
          number: try row.int(0), winner: row.optionalText(1).flatMap(Winner.init),
          score: row.optionalReal(2), promptID: row.optionalInteger(3), text: row.optionalText(4)))
      guard games.count == 1 else { return }
      record.add("question_id", identifier: try row.text(5))
      addModels(&record, first: try row.text(6), second: row.optionalText(7), isVote: isVote)
      let judge = try row.text(8)
      let names = [judge] + (row.optionalText(9).map { [$0] } ?? [])
      record.add(
        "judge", json: names.count == 1 ? JSONText.quoted(judge) : ExportedRecord.json(names))
      if let turn = row.optionalInteger(10) { record.add("turn", json: "\(turn)") }
      record.add("tstamp", time: row.optionalInteger(11))
    }
    try add(games, to: &record, isVote: isVote)
    return record
  }

  private func addModels(
    _ record: inout ExportedRecord, first: String, second: String?, isVote: Bool
  ) {
    guard let second else { return record.add("model", first) }
    record.add(isVote ? "model_a" : "model_1", first)
    record.add(isVote ? "model_b" : "model_2", second)
  }

  private func add(_ games: [Game], to record: inout ExportedRecord, isVote: Bool) throws {
    for game in games {
      // Two games are told apart by a prefix; a single answer and an older pair have none.
      let prefix = games.count == 2 ? "g\(game.number)_" : ""
      if game.number == 0 {
        record.add("score", number: game.score ?? FailedVerdict.score)
      } else if isVote {
        record.add("winner", (game.winner ?? .tie).fieldValue)
      } else {
        record.add("\(prefix)winner", Self.pairValue(game.winner))
      }
      if let promptID = game.promptID {
        let utf8 = try prompts.utf8(ofPrompt: promptID)
        record.add("\(prefix)user_prompt", String(decoding: utf8, as: UTF8.self))
      }
      record.add("\(prefix)judgment", game.text)
    }
  }

  private static func pairValue(_ winner: Winner?) -> String {
    switch winner {
    case .model: "model_1"
    case .opponent: "model_2"
    case .tie: "tie"
    case nil: "error"
    }
  }
}
