package import Storage

/// Writes the records of one source, inside one transaction of its caller's.
///
/// What is there already is shared and not written again; every line is noted with the record
/// that it states. Bounded in memory whatever the size of the source.
package final class SourceWriter {
  let connection: Connection
  let source: SourceDescription
  let sourceID: Int64
  let now: Int64
  private let facts: FactStatements
  let names: NameTables
  private let records: KeyedTable
  private let texts: KeyedTable
  private let lineOfRecord: Statement
  private let prompts: PromptWriter
  // Records up to this id were there before; later ones were stated by this source.
  private let lastForeignRecordID: Int64
  private var impliedStatements: Set<Key> = []
  // Of statements that this source makes more than once: how often so far.
  private var repetitions: [Key: Int] = [:]
  internal(set) package var counts = WriteCounts()
  private var touched = TouchedBoards()
  // Sources come and go between statements: what those come to may change with this one.
  private let effectsBefore: StatementEffects

  /// Begins a source that the store does not have.
  ///
  /// - Parameter runID: the import it belongs to.
  package init(
    _ connection: Connection, _ source: SourceDescription, runID: Int64, now: Int64
  ) throws {
    self.connection = connection
    self.source = source
    self.now = now
    effectsBefore = try StatementEffects(connection)
    facts = try FactStatements(connection)
    names = try NameTables(connection)
    records = try KeyedTable(
      connection, "records", key: ["record_key"], columns: ["kind", "extra", "recorded_at"])
    texts = try KeyedTable(connection, "texts", key: ["text_key"], columns: ["content"])
    lineOfRecord = try connection.prepare(
      "SELECT 1 FROM record_sources WHERE record_id = $1 AND source_id = $2")
    prompts = try PromptWriter(connection, facts, now: now)
    lastForeignRecordID = records.lastID
    var sourceIDs = try IDSequence(connection, table: "sources")
    sourceID = sourceIDs.next()
    try facts.source.run([
      .integer(sourceID), .bytes(source.key.bytes), .bytes(source.contentDigest.bytes),
      .integer(source.byteCount), .text(source.format), .text(source.kind.rawValue),
      .optional(try source.benchmark.map { try names.benchmark($0) }), .integer(runID),
      .integer(now),
    ])
    try facts.path.run([.integer(sourceID), .text(source.path), .integer(now)])
  }

  /// Writes a record, or finds it written.
  package func write(_ record: SourceRecord) throws {
    if record.isImplied { return try writeImplied(record) }
    let (recordID, isNew) = try identify(record)
    try facts.recordSource.run([.integer(sourceID), .integer(record.line), .integer(recordID)])
    if isNew {
      try write(record.content, recordID: recordID)
      counts.added += 1
    } else {
      counts.existing += 1
    }
  }

  /// Keeps a record that cannot be imported.
  package func write(_ reject: RejectRecord) throws {
    try facts.reject.run([
      .integer(sourceID), .integer(reject.line), .integer(reject.byteOffset),
      .integer(reject.byteCount), .bytes(reject.digest.bytes), .bytes(reject.content),
      .text(reject.reason),
    ])
    counts.rejected += 1
  }

  /// Rebuilds the prompts that this source's texts explain, and the boards it touched.
  package func finish() throws {
    try facts.finish()
    if counts.added > 0, try prompts.resolvePending() { touched.addEverything() }
    let facts = try FactFilter(connection)
    try note(facts.effects)
    try BoardRollup(connection, facts).recompute(touched)
  }

  // MARK: - Private

  /// A record that only a retracted source had may count again, and one of an excluded model not.
  private func note(_ effects: StatementEffects) throws {
    guard !effects.isEmpty else { return }
    try effects.save(connection)
    touched.add(try effects.boardsChanged(since: effectsBefore, connection))
  }

  /// The row that identifies a record: the first of its repetitions that this source has not
  /// stated yet.
  private func identify(_ record: SourceRecord) throws -> (id: Int64, isNew: Bool) {
    var repetition = repetitions[record.statement] ?? 0
    while true {
      let key = SourceRecord.key(of: record.statement, repetition: repetition)
      let (id, isNew) = try makeRecord(record, key)
      if try isNew || !isStatedHere(id) {
        if repetition > 0 { repetitions[record.statement] = repetition + 1 }
        return (id, isNew)
      }
      repetition += 1
    }
  }

  private func isStatedHere(_ recordID: Int64) throws -> Bool {
    if recordID > lastForeignRecordID { return true }
    return try lineOfRecord.first([.integer(recordID), .integer(sourceID)]) { _ in true } ?? false
  }

  private func makeRecord(_ record: SourceRecord, _ key: Key) throws -> (id: Int64, isNew: Bool) {
    try records.findOrMake(
      [.bytes(key.bytes)],
      [.text(record.kind), .optional(record.extra), .integer(now)])
  }

  private func writeImplied(_ record: SourceRecord) throws {
    guard impliedStatements.insert(record.statement).inserted else { return }
    let (recordID, isNew) = try makeRecord(
      record, SourceRecord.key(of: record.statement, repetition: 0))
    try facts.recordSource.run([.integer(sourceID), .integer(record.line), .integer(recordID)])
    if isNew { try write(record.content, recordID: recordID) }
  }

  private func write(_ content: SourceRecord.Content, recordID: Int64) throws {
    switch content {
    case .template(let template): try write(template, recordID)
    case .question(let question): try write(question, recordID)
    case .answer(let answer): try write(answer, recordID)
    case .judgment(let judgment): try write(judgment, recordID)
    }
  }

  private func write(_ template: TemplateRecord, _ recordID: Int64) throws {
    let scale = template.scale
    try facts.template.run([
      .integer(recordID), .text(template.name), .text(template.mode.rawValue),
      .optional(try template.system.map(textID)), .integer(try textID(template.body)),
      .optional(template.description), .optional(template.category),
      .optional(template.outputFormat), .optional(scale?.lowerBound), .optional(scale?.upperBound),
    ])
    prompts.noteNewTemplate()
  }

  private func write(_ question: QuestionRecord, _ recordID: Int64) throws {
    let questionID = try names.question(question.question)
    try facts.questionVersion.run([
      .integer(recordID), .integer(questionID), .optional(question.category),
      .optional(question.requiredTemperature), .optional(question.turns.map { Int64($0.count) }),
    ])
    for (index, text) in (question.turns ?? []).enumerated() {
      try facts.questionTurns.append([
        .integer(recordID), .integer(questionID), .integer(index + 1),
        .integer(try textID(text)),
      ])
    }
    prompts.noteNewTexts(questionID: questionID)
  }

  private func write(_ answer: AnswerRecord, _ recordID: Int64) throws {
    let questionID = try names.question(answer.question)
    try facts.answerRecord.run([
      .integer(recordID), .integer(questionID), .integer(try names.model(answer.model)),
      .text(answer.role.rawValue), .optional(try answer.conditions.map(names.conditions)),
      .optional(answer.externalID), .optional(answer.modelLabel), .optional(answer.answeredAt),
    ])
    for turn in answer.turns {
      try facts.answers.append([
        .integer(recordID), .integer(turn.sample), .integer(turn.turn), .integer(questionID),
        .text(turn.outcome.rawValue), .optional(try turn.text.map(textID)),
      ])
    }
    prompts.noteNewTexts(questionID: questionID)
  }

  private func write(_ judgment: JudgmentRecord, _ recordID: Int64) throws {
    let questionID = try names.question(judgment.question)
    let judgeID = try names.judge(judgment.judge)
    let modelID = try names.model(judgment.model)
    let opponentID = try judgment.opponent.map(names.model)
    let promptNameID = try judgment.promptName.flatMap {
      try names.protocolPrompt($0, of: judgment.judge)
    }
    let slot = PromptResolver.Slot(
      mode: judgment.judge.mode, questionID: questionID, modelID: modelID, opponentID: opponentID)
    for game in judgment.games {
      try facts.judgment.run([
        .integer(recordID), .integer(game.number), .integer(questionID), .integer(judgeID),
        .integer(modelID), .optional(opponentID), .integer(judgment.sample),
        .optional(judgment.turn.map(Int64.init)), .integer(judgment.repeatNumber),
        .text(game.outcome.rawValue), .optional(game.score), .optional(game.winner?.rawValue),
        .optional(promptNameID),
        .optional(try game.prompt.map { try prompts.id(of: $0, in: slot) }),
        .optional(try game.text.map(textID)), .optional(judgment.judgedAt),
        .optional(judgment.reportedNanoUSD),
      ])
    }
    touched.add(
      benchmarkID: try names.benchmark(judgment.question.benchmark), judgeID: judgeID,
      modelIDs: [modelID] + (opponentID.map { [$0] } ?? []))
  }

  private func textID(_ text: StoredText) throws -> Int64 {
    try texts.findOrMake([.bytes(text.key.bytes)], [.utf8(text.utf8)]).id
  }
}

/// What became of the records of a source; their sum is the number of its records.
public struct WriteCounts: Sendable, Equatable {
  /// New to the store.
  public var added = 0
  /// There already, from another source.
  public var existing = 0
  /// Kept aside with a reason.
  public var rejected = 0

  /// Nothing yet.
  public init() {}
}
