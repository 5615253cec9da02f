internal import Storage
public import Warehouse

/// Reads the stored texts of judges again with another parser.
///
/// What it reads are new judgments, of the same judge with another parser: they stand on a board of
/// their own, and the ones before stay as they were. Doing it twice changes nothing.
public struct Reparsing: Sendable {
  private let store: Store
  private let parser: VerdictParser
  private let benchmark: String?
  private let judge: String?

  /// A reading of what is stored.
  ///
  /// - Parameters:
  ///   - benchmark: only its verdicts; nil: all.
  ///   - judge: only this judge's, by the name it was asked for; nil: all.
  public init(_ store: Store, _ parser: VerdictParser, benchmark: String?, judge: String?) {
    self.store = store
    self.parser = parser
    self.benchmark = benchmark
    self.judge = judge
  }

  /// What became of the texts.
  public struct Outcome: Sendable {
    /// How many verdicts were read again.
    public fileprivate(set) var verdicts = 0
    /// Those that read otherwise.
    public fileprivate(set) var changes: [Change] = []
  }

  /// A game that reads otherwise than before.
  public struct Change: Sendable, Hashable {
    /// Who judged, and what.
    public let judge: String
    /// The question.
    public let question: QuestionName
    /// What was judged; of a pair the first.
    public let model: String
    /// The second of a pair.
    public let opponent: String?
    /// Counts from 1.
    public let turn: Int
    /// 0, or which game of a pair.
    public let game: Int
    /// What it read before: the score, who won, or the outcome.
    public let before: String
    /// What it reads now.
    public let after: String
  }

  /// Says what would read otherwise; writes nothing.
  public func forecast() async throws -> Outcome {
    try await store.database.read { try outcome(of: read($0)) }
  }

  /// Writes the verdicts, and says which read otherwise.
  ///
  /// - Parameter person: who asks.
  public func run(person: String) async throws -> Outcome {
    let run = try await store.database.write { [parser] connection in
      try RunIdentity.make(
        connection, .reparse, configuration: "{\"parser\": \"\(parser.rawValue)\"}",
        person: person, experiment: nil)
    }
    let session = try await RunSession.open(store, run, worker: WorkerName.next().description)
    let readings = try await store.database.read { try read($0) }
    for start in stride(from: 0, to: readings.count, by: 1_000) {
      let part = readings[start..<min(start + 1_000, readings.count)]
      try await session.write { writer in
        for reading in part { try writer.write(reading.judgment) }
      }
    }
    try await session.recomputeBoards()
    return outcome(of: readings)
  }

  // MARK: - Private

  /// A stored verdict, read again.
  private struct Reading: Sendable {
    var judgment: RunJudgment
    var changes: [Change]
  }

  private func outcome(of readings: [Reading]) -> Outcome {
    var outcome = Outcome()
    outcome.verdicts = readings.count
    outcome.changes = readings.flatMap(\.changes)
    return outcome
  }

  /// Every verdict of another parser that has a text and a prompt, its games together.
  private func read(_ connection: Connection) throws -> [Reading] {
    let facts = try FactFilter(connection)
    var readings: [Reading] = []
    var last: Int64?
    try connection.forEach(
      Self.sql, [.text(parser.rawValue), .optional(benchmark), .optional(judge)]
    ) { row in
      let record = try row.integer(0)
      guard facts.counts(record: record, recordedAt: try row.integer(1)),
        let reading = try reading(row)
      else { return }
      if record == last, let before = readings.popLast() {
        readings.append(
          Reading(
            judgment: before.judgment.adding(reading.judgment.games),
            changes: before.changes + reading.changes))
      } else {
        readings.append(reading)
      }
      last = record
    }
    return readings
  }

  private static let sql = """
    SELECT r.id, r.recorded_at, r.record_key, b.name, q.external_id, m.name, o.name, j.sample,
      j.turn, j.repeat_no, j.game, j.outcome, j.score, j.winner, j.judged_at, j.duration_ns,
      j.call_id, t.id, t.content, p.prompt_key, n.name, c.mode, c.requested_model, l.name, e.host,
      c.temperature, c.max_tokens, k.resolved_model, f.output_format, f.scale_low, f.scale_high
    FROM judgments j JOIN records r ON r.id = j.record_id
    JOIN questions q ON q.id = j.question_id JOIN benchmarks b ON b.id = q.benchmark_id
    JOIN models m ON m.id = j.model_id LEFT JOIN models o ON o.id = j.opponent_id
    JOIN judges k ON k.id = j.judge_id JOIN configurations c ON c.id = k.configuration_id
    LEFT JOIN protocols l ON l.id = c.protocol_id LEFT JOIN endpoints e ON e.id = c.endpoint_id
    LEFT JOIN protocol_prompts n ON n.id = j.protocol_prompt_id
    JOIN texts t ON t.id = j.text_id JOIN prompts p ON p.id = j.prompt_id
    LEFT JOIN (
      SELECT body_text_id, min(output_format) AS output_format, min(scale_low) AS scale_low,
        max(scale_high) AS scale_high
      FROM prompt_templates GROUP BY body_text_id) f ON f.body_text_id = p.body_text_id
    WHERE c.kind = 'model' AND j.turn IS NOT NULL AND coalesce(k.parser, '') <> $1
      AND j.outcome IN ('scored', 'parse_error', 'truncated', 'refused', 'filtered')
      AND b.name = coalesce($2, b.name) AND c.requested_model = coalesce($3, c.requested_model)
    ORDER BY r.id, j.game
    """

  /// nil for a row that a key of another length makes unreadable.
  private func reading(_ row: borrowing Row) throws -> Reading? {
    guard let key = Key(try row.bytes(2)), let prompt = Key(try row.bytes(19)),
      let mode = JudgingMode(rawValue: try row.text(21))
    else { return nil }
    var identity = JudgeIdentity(
      kind: .model, mode: mode, requestedModel: try row.text(22), protocolName: row.optionalText(23)
    )
    identity.host = row.optionalText(24)
    identity.temperature = row.optionalReal(25)
    identity.maxTokens = row.optionalInteger(26)
    identity.resolvedModel = row.optionalText(27)
    identity.parser = parser.rawValue
    let slot = WorkSlot(
      .judge, configuration: identity.configurationKey,
      question: QuestionName(benchmark: try row.text(3), externalID: try row.text(4)),
      model: try row.text(5), opponent: row.optionalText(6), sample: try row.int(7),
      turn: try row.int(8), game: try row.int(10), repeatNumber: try row.int(9))
    let (game, after) = try game(row, mode, prompt: prompt)
    let before = Self.words(
      row.optionalReal(12), row.optionalText(13), outcome: try row.text(11))
    let change = Change(
      judge: identity.requestedModel, question: slot.question, model: slot.model,
      opponent: slot.opponent, turn: slot.turn, game: slot.game, before: before, after: after)
    return Reading(
      judgment: RunJudgment(
        slot: slot, judge: identity, promptName: row.optionalText(20), games: [game],
        rereading: key),
      changes: before == after ? [] : [change])
  }

  /// A game as the parser reads it, and in words.
  private func game(
    _ row: borrowing Row, _ mode: JudgingMode, prompt: Key
  ) throws -> (RunJudgment.Game, String) {
    var scale: ClosedRange<Double>?
    if let low = row.optionalReal(29), let high = row.optionalReal(30), low <= high {
      scale = low...high
    }
    let verdict = parser.verdict(
      in: try row.text(18), form: row.optionalText(28).flatMap(VerdictForm.init) ?? .assumed(mode),
      scale: scale)
    let number = try row.int(10)
    let reading = VerdictReading(verdict, game: number)
    let stored = JudgmentOutcome(rawValue: try row.text(11)) ?? .parseError
    let outcome: JudgmentOutcome =
      reading.isScored ? .scored : stored == .scored ? .parseError : stored
    var game = RunJudgment.Game(
      number: number, outcome: outcome,
      prompt: PromptParts(key: prompt, bodyTextID: 0, textIDs: [:]), call: row.optionalInteger(16),
      judgedAt: row.optionalInteger(14), durationNanoseconds: row.optionalInteger(15))
    game.score = reading.score
    game.winner = reading.winner
    game.textID = row.optionalInteger(17)
    return (
      game, Self.words(reading.score, reading.winner?.rawValue, outcome: outcome.rawValue)
    )
  }

  private static func words(_ score: Double?, _ winner: String?, outcome: String) -> String {
    score.map { "\($0)" } ?? winner ?? outcome
  }
}
