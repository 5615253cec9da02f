internal import Storage
internal import Warehouse

/// Reads judgments with their prompts.
struct JudgmentFinder {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  struct Found {
    let recordID: Int64
    let judge: String
    let turn: Int?
    let thing: Thing
  }

  /// The games that a condition of ours selects, in order of time.
  func judgments(
    where condition: String, _ values: [SQLValue], _ isWanted: (Found) -> Bool = { _ in true }
  ) throws -> [Found] {
    let found = try connection.all(
      """
      SELECT j.record_id, c.requested_model, j.turn, r.record_key, m.name, o.name, j.game,
        j.outcome, j.score, j.winner, n.name, j.judged_at, t.content, j.prompt_id,
        p.body_text_id, q.external_id, b.name
      FROM judgments j JOIN records r ON r.id = j.record_id
      JOIN questions q ON q.id = j.question_id JOIN benchmarks b ON b.id = q.benchmark_id
      JOIN judges k ON k.id = j.judge_id JOIN configurations c ON c.id = k.configuration_id
      JOIN models m ON m.id = j.model_id LEFT JOIN models o ON o.id = j.opponent_id
      LEFT JOIN protocol_prompts n ON n.id = j.protocol_prompt_id
      LEFT JOIN prompts p ON p.id = j.prompt_id LEFT JOIN texts t ON t.id = j.text_id
      WHERE \(condition) ORDER BY j.judged_at, r.record_key, j.game
      """, values
    ) { row in try Self.found(row) }
    var prompts = try PromptText(connection)
    return try found.filter { isWanted($0.found) }.map { item in
      var fields = item.found.thing.fields
      fields.append(
        ("template", .text(try template(item.bodyTextID, hasPrompt: item.promptID != nil))))
      if let promptID = item.promptID {
        let prompt = String(decoding: try prompts.utf8(ofPrompt: promptID), as: UTF8.self)
        fields.append(("prompt", .text(prompt)))
      }
      fields.append(("judgment", Cell(item.text)))
      return Found(
        recordID: item.found.recordID, judge: item.found.judge, turn: item.found.turn,
        thing: Thing(title: item.found.thing.title, fields: fields))
    }
  }

  // MARK: - Private

  private static func found(
    _ row: borrowing Row
  ) throws -> (found: Found, promptID: Int64?, bodyTextID: Int64?, text: String?) {
    let turn = row.optionalInteger(2).map { Int($0) }
    let model = try row.text(4)
    let opponent = row.optionalText(5)
    let winner: String? =
      switch row.optionalText(9) {
      case "model": model
      case "opponent": opponent
      case let other: other
      }
    let subject = [model, opponent].compactMap { $0 }.joined(separator: " vs ")
    let slot = "\(try row.text(15))\(turn.map { ".\($0)" } ?? "")"
    let game = try row.int(6)
    let title = "judgment \(subject):\(slot)\(game == 0 ? "" : " game \(game)")"
    let fields: [(name: String, value: Cell)] = [
      ("record", Cell(Key(try row.bytes(3))?.short)), ("benchmark", .text(try row.text(16))),
      ("judge", .text(try row.text(1))), ("outcome", .text(try row.text(7))),
      ("score", Cell(row.optionalReal(8))), ("winner", Cell(winner)),
      ("judged", ThingFinder.time(row.optionalInteger(11))),
      ("prompt name", Cell(row.optionalText(10))),
    ]
    return (
      Found(
        recordID: try row.integer(0), judge: try row.text(1), turn: turn,
        thing: Thing(title: title, fields: fields)),
      row.optionalInteger(13), row.optionalInteger(14), row.optionalText(12)
    )
  }

  /// Names of the templates whose rendering is the prompt.
  private func template(_ bodyTextID: Int64?, hasPrompt: Bool) throws -> String {
    guard hasPrompt else { return "unknown: the source gives no prompt" }
    guard let bodyTextID else {
      return "unknown: no template, question and answer of the store give this prompt"
    }
    return try connection.all(
      """
      SELECT t.name, r.record_key FROM prompt_templates t JOIN records r ON r.id = t.record_id
      WHERE t.body_text_id = $1 ORDER BY t.name, r.record_key
      """, [.integer(bodyTextID)]
    ) { row in "\(try row.text(0))@\(Key(try row.bytes(1))?.short ?? "")" }
    .joined(separator: " or ")
  }
}
