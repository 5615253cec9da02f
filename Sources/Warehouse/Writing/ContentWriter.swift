internal import Storage

/// Writes what new records say: their rows in the fact tables, and the texts and prompts that
/// these refer to.
final class ContentWriter {
  /// A record that is new to the store, by the id of its row.
  struct NewRecord {
    let id: Int64
    let content: SourceRecord.Content
  }

  private let facts: FactRows
  private let names: NameTables
  private let texts: KeyedRows
  private let prompts: PromptWriter
  private(set) var touched = TouchedBoards()

  init(_ connection: Connection, _ names: NameTables) throws {
    self.names = names
    facts = FactRows(connection)
    texts = try KeyedRows(connection, "texts", key: "text_key", columns: ["content"])
    prompts = try PromptWriter(connection, facts)
  }

  /// Writes a batch of records.
  ///
  /// - Parameter now: when the store learns them.
  func write(_ records: [NewRecord], now: Int64) throws {
    guard !records.isEmpty else { return }
    let textIDs = try textIDs(records)
    let slots = try records.map(slot)
    var promptIDs = try prompts.ids(of: Self.prompts(of: records, slots), now: now)[...]
    for (record, slot) in zip(records, slots) {
      switch record.content {
      case .template(let template): write(template, record.id, textIDs)
      case .question(let question): try write(question, record.id, textIDs)
      case .answer(let answer): try write(answer, record.id, textIDs)
      case .judgment(let judgment):
        guard let slot else { preconditionFailure("a judgment has a slot") }
        try write(judgment, record.id, slot, textIDs, &promptIDs)
      }
    }
    try facts.finish()
  }

  /// Rebuilds the prompts that the new texts explain.
  ///
  /// - Parameter now: when the store learns that it can.
  func resolvePrompts(now: Int64) throws {
    if try prompts.resolvePending(now: now) { touched.addEverything() }
  }

  // MARK: - Private

  private typealias TextIDs = [Key: Int64]

  private func textIDs(_ records: [NewRecord]) throws -> TextIDs {
    var known: Set<Key> = []
    let new = records.flatMap(\.content.texts).filter { known.insert($0.key).inserted }
    let keys = new.map(\.key)
    let found = try texts.findOrMake(keys) { [.utf8(new[$0].utf8)] }
    return TextIDs(uniqueKeysWithValues: zip(keys, found.map(\.id)))
  }

  /// The slot of a judgment; nil for other records.
  private func slot(of record: NewRecord) throws -> PromptResolver.Slot? {
    guard case .judgment(let judgment) = record.content else { return nil }
    return PromptResolver.Slot(
      mode: judgment.judge.mode, questionID: try names.question(judgment.question),
      modelID: try names.model(judgment.model),
      opponentID: try judgment.opponent.map(names.model))
  }

  /// The prompts of all games, in order, with the slots they were met in.
  private static func prompts(
    of records: [NewRecord], _ slots: [PromptResolver.Slot?]
  ) -> [PromptWriter.Met] {
    zip(records, slots).flatMap { record, slot -> [PromptWriter.Met] in
      guard case .judgment(let judgment) = record.content, let slot else { return [] }
      return judgment.games.compactMap(\.prompt).map { PromptWriter.Met(prompt: $0, slot: slot) }
    }
  }

  private func write(_ template: TemplateRecord, _ recordID: Int64, _ textIDs: TextIDs) {
    let scale = template.scale
    facts.templates.append([
      .integer(recordID), .text(template.name), .text(template.mode.rawValue),
      .optional(template.system.flatMap { textIDs[$0.key] }),
      .optional(textIDs[template.body.key]),
      .optional(template.description), .optional(template.category),
      .optional(template.outputFormat), .optional(scale?.lowerBound), .optional(scale?.upperBound),
    ])
    prompts.noteNewTemplate()
  }

  private func write(_ question: QuestionRecord, _ recordID: Int64, _ textIDs: TextIDs) throws {
    let questionID = try names.question(question.question)
    facts.questionVersions.append([
      .integer(recordID), .integer(questionID), .optional(question.category),
      .optional(question.requiredTemperature), .optional(question.turns.map { Int64($0.count) }),
    ])
    for (index, text) in (question.turns ?? []).enumerated() {
      facts.questionTurns.append([
        .integer(recordID), .integer(questionID), .integer(index + 1),
        .optional(textIDs[text.key]),
      ])
    }
    prompts.noteNewTexts(questionID: questionID)
  }

  private func write(_ answer: AnswerRecord, _ recordID: Int64, _ textIDs: TextIDs) throws {
    let questionID = try names.question(answer.question)
    facts.answerRecords.append([
      .integer(recordID), .integer(questionID), .integer(try names.model(answer.model)),
      .text(answer.role.rawValue), .optional(try answer.conditions.map(names.conditions)),
      .optional(answer.externalID), .optional(answer.modelLabel), .optional(answer.answeredAt),
    ])
    for turn in answer.turns {
      facts.answers.append([
        .integer(recordID), .integer(turn.sample), .integer(turn.turn), .integer(questionID),
        .text(turn.outcome.rawValue), .optional(turn.text.flatMap { textIDs[$0.key] }),
      ])
    }
    prompts.noteNewTexts(questionID: questionID)
  }

  private func write(
    _ judgment: JudgmentRecord, _ recordID: Int64, _ slot: PromptResolver.Slot,
    _ textIDs: TextIDs, _ promptIDs: inout ArraySlice<Int64>
  ) throws {
    let judgeID = try names.judge(judgment.judge)
    let promptNameID = try judgment.promptName.flatMap {
      try names.protocolPrompt($0, of: judgment.judge)
    }
    for game in judgment.games {
      facts.judgments.append([
        .integer(recordID), .integer(game.number), .integer(slot.questionID), .integer(judgeID),
        .integer(slot.modelID), .optional(slot.opponentID), .integer(judgment.sample),
        .optional(judgment.turn.map(Int64.init)), .integer(judgment.repeatNumber),
        .text(game.outcome.rawValue), .optional(game.score), .optional(game.winner?.rawValue),
        .optional(promptNameID), .optional(game.prompt == nil ? nil : promptIDs.removeFirst()),
        .optional(game.text.flatMap { textIDs[$0.key] }), .optional(judgment.judgedAt),
        .optional(judgment.reportedNanoUSD), .optional(judgment.durationNanoseconds),
        .optional(game.share),
      ])
    }
    touched.add(
      benchmarkID: try names.benchmark(judgment.question.benchmark), judgeID: judgeID,
      modelID: slot.modelID)
    if let opponentID = slot.opponentID {
      touched.add(
        benchmarkID: try names.benchmark(judgment.question.benchmark), judgeID: judgeID,
        modelID: opponentID)
    }
  }
}
