internal import Storage

/// Reads the judgments of a model on a board, from the model's side.
///
/// Judges and models that people say are one are read as one.
final class VerdictReader {
  private let connection: Connection
  private let facts: FactFilter
  // By the texts: the verdicts on a question were given with few of them.
  private var contexts: [ContextTexts: Key] = [:]

  init(_ connection: Connection, _ facts: FactFilter) {
    self.connection = connection
    self.facts = facts
  }

  /// Every judgment that concerns the model, the games of a pair joined.
  ///
  /// A judge or a model that is read as another has none of its own.
  func verdicts(_ board: BoardName, modelID: Int64) throws -> [Verdict] {
    guard facts.effects.judges.root(of: board.judgeID) == board.judgeID,
      facts.effects.models.root(of: modelID) == modelID
    else { return [] }
    var verdicts: [Verdict] = []
    for judgeID in facts.effects.judges.members(of: board.judgeID) {
      for memberID in facts.effects.models.members(of: modelID) {
        for side in ["model_id", "opponent_id"] {
          try forEachRecord(side: side, board.benchmarkID, judgeID, memberID) { games in
            if let verdict = verdict(games, modelID: modelID) { verdicts.append(verdict) }
          }
        }
      }
    }
    return verdicts
  }

  // MARK: - Private

  /// Calls a closure with the games of each record that counts.
  private func forEachRecord(
    side: String, _ benchmarkID: Int64, _ judgeID: Int64, _ modelID: Int64,
    _ body: ([Game]) -> Void
  ) throws {
    var games: [Game] = []
    try connection.forEach(
      """
      SELECT j.record_id, r.record_key, j.model_id, j.opponent_id, j.question_id, j.sample,
        j.turn, j.repeat_no, j.score, j.winner, j.judged_at, j.prompt_id, r.recorded_at,
        p.resolved_at, p.body_text_id,
        p.question_1_text_id, p.question_2_text_id, p.reference_1_text_id, p.reference_2_text_id,
        coalesce(p.answer_a_2_text_id, p.answer_a_1_text_id),
        coalesce(p.answer_b_2_text_id, p.answer_b_1_text_id)
      FROM judgments j
      JOIN records r ON r.id = j.record_id
      JOIN questions q ON q.id = j.question_id
      LEFT JOIN prompts p ON p.id = j.prompt_id
      WHERE j.judge_id = $1 AND j.\(side) = $2 AND q.benchmark_id = $3
      ORDER BY j.record_id, j.game
      """, [.integer(judgeID), .integer(modelID), .integer(benchmarkID)]
    ) { row in
      let game = try Game(row, facts)
      guard facts.counts(judgment: game.recordID, recordedAt: game.recordedAt),
        facts.happened(game.judgedAt)
      else { return }
      if let last = games.last, last.recordID != game.recordID {
        body(games)
        games.removeAll(keepingCapacity: true)
      }
      games.append(game)
    }
    if !games.isEmpty { body(games) }
  }

  /// The ids of the texts that a verdict was given with.
  private struct ContextTexts: Hashable {
    let question1: Int64?
    let question2: Int64?
    let reference1: Int64?
    let reference2: Int64?
  }

  private struct Game {
    let recordID: Int64
    let key: Key
    let modelID: Int64
    let opponentID: Int64?
    let slot: (questionID: Int64, sample: Int, turn: Int?, repeatNumber: Int)
    let score: Double?
    let winner: Winner?
    let judgedAt: Int64?
    let promptID: Int64?
    /// When the store learnt the record.
    let recordedAt: Int64
    let prompt: Prompt?

    /// What a rebuilt prompt is made of, by the ids of its texts.
    struct Prompt {
      let bodyTextID: Int64
      let context: ContextTexts
      /// The judged texts: of the last turn that the prompt shows.
      let answerA: Int64?
      let answerB: Int64?
    }

    init(_ row: borrowing Row, _ facts: FactFilter) throws {
      recordID = try row.integer(0)
      guard let key = Key(try row.bytes(1)) else {
        throw StorageError(.decoding, "record \(try row.integer(0)) has a key of another length")
      }
      self.key = key
      modelID = facts.effects.models.root(of: try row.integer(2))
      opponentID = row.optionalInteger(3).map(facts.effects.models.root)
      slot = (
        try row.integer(4), try row.int(5), row.optionalInteger(6).map { Int($0) }, try row.int(7)
      )
      let correction = facts.effects.corrections[recordID]
      score = correction.map(\.score) ?? row.optionalReal(8)
      winner = correction.map(\.winner) ?? row.optionalText(9).flatMap(Winner.init)
      judgedAt = row.optionalInteger(10)
      promptID = row.optionalInteger(11)
      recordedAt = try row.integer(12)
      // A prompt that was rebuilt later was not known to be made of these.
      if let resolvedAt = row.optionalInteger(13), facts.knew(resolvedAt),
        let bodyTextID = row.optionalInteger(14)
      {
        prompt = Prompt(
          bodyTextID: bodyTextID,
          context: ContextTexts(
            question1: row.optionalInteger(15), question2: row.optionalInteger(16),
            reference1: row.optionalInteger(17), reference2: row.optionalInteger(18)),
          answerA: row.optionalInteger(19), answerB: row.optionalInteger(20))
      } else {
        prompt = nil
      }
    }
  }

  /// nil for a pair of names that are one model.
  private func verdict(_ games: [Game], modelID: Int64) -> Verdict? {
    guard let first = games.first, first.opponentID != first.modelID else { return nil }
    let isFirst = first.modelID == modelID
    return Verdict(
      recordID: first.recordID, key: first.key,
      slot: Verdict.Slot(
        questionID: first.slot.questionID,
        opponentID: isFirst ? first.opponentID : first.modelID, sample: first.slot.sample,
        turn: first.slot.turn, repeatNumber: first.slot.repeatNumber),
      judgedAt: first.judgedAt, value: Self.value(games, isFirst: isFirst),
      answer: Self.answer(games), context: first.prompt.map { context(of: $0.context) },
      bodyTextID: first.prompt?.bodyTextID)
  }

  /// A pair is a tie when its games differ, and without a result when either game has none.
  private static func value(_ games: [Game], isFirst: Bool) -> Double? {
    // The score of a pair's game is how many it counts as.
    if let game = games.first, game.opponentID == nil { return game.score }
    let winners = games.compactMap(\.winner)
    guard let winner = winners.first, winners.count == games.count else { return nil }
    guard winners.allSatisfy({ $0 == winner }) else { return 0.5 }
    return switch winner {
    case .tie: 0.5
    case .model: isFirst ? 1 : 0
    case .opponent: isFirst ? 0 : 1
    }
  }

  private static func answer(_ games: [Game]) -> Verdict.JudgedAnswer {
    if let prompt = games.first?.prompt {
      let texts = [prompt.answerA, prompt.answerB].compactMap(\.self)
      if !texts.isEmpty { return .texts(texts.sorted()) }
    }
    let prompts = games.compactMap(\.promptID)
    return prompts.isEmpty ? .unknown : .prompts(prompts)
  }

  private func context(of texts: ContextTexts) -> Key {
    if let known = contexts[texts] { return known }
    var form = CanonicalForm("context")
    let ids = [texts.question1, texts.question2, texts.reference1, texts.reference2]
    for id in ids { form.add(id) }
    let key = form.key()
    contexts[texts] = key
    return key
  }
}
