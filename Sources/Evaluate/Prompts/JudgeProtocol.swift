internal import Storage
internal import Warehouse

/// A judge prompt, ready to be filled.
struct JudgeTemplate: Sendable {
  let name: String
  let system: String?
  let body: PromptBody
  let bodyTextID: Int64
  let form: VerdictForm
  let scale: ClosedRange<Double>?

  /// Whether it shows a reference answer.
  var hasReference: Bool { body.placeholders.contains(.reference1) }
  /// Whether it is about the second turn of a conversation.
  var isMultiTurn: Bool { body.placeholders.contains(.question2) }

  /// The prompt with its texts.
  ///
  /// - Returns: nil where a text is missing.
  func prompt(_ texts: [PromptPlaceholder: TextPart]) -> JudgePrompt? {
    guard let utf8 = body.render({ texts[$0].map { Array($0.text.utf8) } }) else { return nil }
    let used = body.placeholders
    return JudgePrompt(
      text: String(decoding: utf8, as: UTF8.self),
      parts: PromptParts(
        key: Key(of: utf8), bodyTextID: bodyTextID,
        textIDs: texts.filter { used.contains($0.key) }.mapValues(\.id)))
  }
}

/// A judge prompt as it is sent, and what gives it.
struct JudgePrompt: Sendable {
  let text: String
  let parts: PromptParts
}

/// The judge prompts that go under one name.
struct JudgeProtocol: Sendable {
  let name: String
  let templates: [JudgeTemplate]

  /// The prompt for a turn; nil where the protocol has none of that kind.
  func template(turn: Int, hasReference: Bool) -> JudgeTemplate? {
    templates.first { $0.isMultiTurn == (turn > 1) && $0.hasReference == hasReference }
  }

  /// Reads the prompts of the store that belong to a protocol.
  ///
  /// - Throws: `PlanError` where there is none, or two texts under one name.
  static func read(
    _ name: String, _ mode: JudgingMode, _ connection: Connection, _ facts: FactFilter
  ) throws -> JudgeProtocol {
    var templates: [JudgeTemplate] = []
    var names: Set<String> = []
    try connection.forEach(
      """
      SELECT t.name, r.id, r.recorded_at, s.content, b.id, b.content, t.output_format,
        t.scale_low, t.scale_high
      FROM prompt_templates t JOIN records r ON r.id = t.record_id
      JOIN texts b ON b.id = t.body_text_id LEFT JOIN texts s ON s.id = t.system_text_id
      WHERE t.mode = $1 ORDER BY t.name, r.record_key
      """, [.text(mode.rawValue)]
    ) { row in
      let protocolName = ProtocolName.containing(prompt: try row.text(0))
      names.insert(protocolName)
      guard protocolName == name,
        facts.counts(record: try row.integer(1), recordedAt: try row.integer(2)),
        let template = try JudgeTemplate(row, mode)
      else { return }
      guard !templates.contains(where: { $0.isSame(as: template) }) else { return }
      if templates.contains(where: { $0.name == template.name }) {
        throw PlanError.ambiguousTemplate(template.name)
      }
      templates.append(template)
    }
    guard !templates.isEmpty else {
      throw PlanError.unknownProtocol(name, mode, known: names.sorted())
    }
    return JudgeProtocol(name: name, templates: templates)
  }
}

extension JudgeTemplate {
  /// nil for a body that cannot be filled.
  fileprivate init?(_ row: borrowing Row, _ mode: JudgingMode) throws {
    guard let body = PromptBody(template: try row.bytes(5)) else { return nil }
    name = try row.text(0)
    system = row.optionalText(3)
    self.body = body
    bodyTextID = try row.integer(4)
    form = row.optionalText(6).flatMap(VerdictForm.init) ?? .assumed(mode)
    if let low = row.optionalReal(7), let high = row.optionalReal(8), low <= high {
      scale = low...high
    } else {
      scale = nil
    }
  }

  fileprivate func isSame(as other: JudgeTemplate) -> Bool {
    name == other.name && bodyTextID == other.bodyTextID && system == other.system
  }
}
