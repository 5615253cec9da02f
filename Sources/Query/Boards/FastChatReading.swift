internal import Storage
internal import Warehouse

/// Reads a board as FastChat's `show_result` reads a file: every row with a score counts, however
/// often its slot was judged.
///
/// Source: FastChat llm_judge, `show_result.py`: single mode drops scores of -1 and averages;
/// pairwise mode drops pairs with an error, and counts pairs whose games differ as ties.
struct FastChatReading {
  let connection: Connection
  let query: BoardQuery
  let facts: FactFilter
  let questions: QuestionCatalog
  let names: ModelNames

  /// All models of a board, in order of their names.
  func standings(_ board: Board) throws -> [Standing] {
    let all = try standings(board, of: [query.category]) { _ in query.category }
    return all[query.category] ?? []
  }

  /// The same for each of some categories; the judgments are read once.
  func standings(_ board: Board, categories: [String]) throws -> [String: [Standing]] {
    let all = try standings(board, of: categories) { questions.category($0.questionID) }
    return Dictionary(uniqueKeysWithValues: categories.map { ($0, all[$0] ?? []) })
  }

  // MARK: - Private

  /// - Parameter part: the part that a judgment counts in; one that is not wanted counts nowhere.
  private func standings(
    _ board: Board, of parts: [String?], part: (Record) -> String?
  ) throws -> [String?: [Standing]] {
    let baselineID = try baselineID(board)
    let scales = try scales(board)
    var tallies: [String?: [Int64: Tally]] = [:]
    try forEachRecord(board) { record in
      guard isAskedFor(record), baselineID.map(record.concerns) ?? true else { return }
      let part = part(record)
      guard parts.contains(part) else { return }
      tallies[part, default: [:]][record.modelID, default: Tally()].add(record, asOpponent: false)
      if let opponentID = record.opponentID {
        tallies[part, default: [:]][opponentID, default: Tally()].add(record, asOpponent: true)
      }
    }
    return tallies.mapValues { tallies in
      tallies.filter { $0.key != baselineID }
        .map { modelID, tally in tally.standing(names[modelID], scale: scales[modelID]) }
        .sorted { $0.model < $1.model }
    }
  }

  private struct Record {
    let id: Int64
    let modelID: Int64
    let opponentID: Int64?
    let questionID: Int64
    let turn: Int?
    let score: Double?
    var winners: [String?]

    init(_ row: borrowing Row, _ effects: StatementEffects) throws {
      id = try row.integer(0)
      modelID = effects.models.root(of: try row.integer(1))
      opponentID = row.optionalInteger(2).map(effects.models.root)
      questionID = try row.integer(3)
      turn = row.optionalInteger(4).map { Int($0) }
      let correction = effects.corrections[id]
      score = correction.map(\.score) ?? row.optionalReal(5)
      winners = [correction.map { $0.winner?.rawValue } ?? row.optionalText(6)]
    }

    /// Whether a model is one of the pair.
    func concerns(_ model: Int64) -> Bool { modelID == model || opponentID == model }
  }

  private struct Tally {
    var n = 0
    var sum = 0.0
    var failed = 0
    var turns = [(n: 0, sum: 0.0), (n: 0, sum: 0.0)]
    var games = (wins: 0, losses: 0, ties: 0)
    var range: ClosedRange<Double>?

    mutating func add(_ record: Record, asOpponent: Bool) {
      guard let value = Self.value(record, asOpponent: asOpponent) else {
        failed += 1
        return
      }
      n += 1
      sum += value
      if let turn = record.turn, turn <= 2 {
        turns[turn - 1].n += 1
        turns[turn - 1].sum += value
      }
      guard record.opponentID == nil else {
        switch value {
        case 1: games.wins += 1
        case 0: games.losses += 1
        default: games.ties += 1
        }
        return
      }
      range = min(range?.lowerBound ?? value, value)...max(range?.upperBound ?? value, value)
    }

    static func value(_ record: Record, asOpponent: Bool) -> Double? {
      guard record.opponentID != nil else { return record.score }
      guard let first = record.winners.first, let first, !record.winners.contains(nil) else {
        return nil
      }
      guard first != "tie", record.winners.allSatisfy({ $0 == first }) else { return 0.5 }
      return (first == "model") == !asOpponent ? 1 : 0
    }

    func standing(_ model: String, scale: ClosedRange<Double>?) -> Standing {
      Standing(
        model: model, edition: 1, answerSet: nil, n: n, sum: sum, failed: failed, truncated: nil,
        turns: turns, games: games, clusters: nil, range: range, scale: scale, lastJudgedAt: nil)
    }
  }

  /// What the templates of each model's judgments state.
  private func scales(_ board: Board) throws -> [Int64: ClosedRange<Double>] {
    let models =
      facts.isCurrent
      ? try BoardModel.stored(connection, boardID: board.id, withSlots: false)
      : try BoardComputation(connection, facts).models(
        benchmarkID: board.benchmarkID, judgeID: board.judgeID, mode: board.mode)
    var scales: [Int64: ClosedRange<Double>] = [:]
    for model in models { scales[model.modelID] = model.scale }
    return scales
  }

  /// The model whose pairs alone count; nil: all pairs do.
  private func baselineID(_ board: Board) throws -> Int64? {
    guard query.mode == .pairwiseBaseline else { return nil }
    guard let baseline = query.baseline else {
      let candidates = try connection.all(
        "SELECT model_id FROM board_models WHERE board_id = $1", [.integer(board.id)]
      ) { names[try $0.integer(0)] }
      throw BaselineError(benchmark: board.benchmark, candidates: candidates.sorted())
    }
    return names.id(of: baseline)
  }

  private func isAskedFor(_ record: Record) -> Bool {
    (query.turn.map { $0 == record.turn } ?? true)
      && (query.category.map { $0 == questions.category(record.questionID) } ?? true)
  }

  /// Every judgment of the board that counts, in order of the records' keys, the games of a pair
  /// as one.
  private func forEachRecord(_ board: Board, _ body: (Record) -> Void) throws {
    var current: Record?
    let judgeIDs = facts.effects.judges.members(of: board.judgeID)
    let places = judgeIDs.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
    try connection.forEach(
      """
      SELECT j.record_id, j.model_id, j.opponent_id, j.question_id, j.turn, j.score, j.winner,
        j.judged_at, r.recorded_at
      FROM judgments j
      JOIN records r ON r.id = j.record_id
      JOIN questions q ON q.id = j.question_id
      WHERE q.benchmark_id = $1 AND j.judge_id IN (\(places))
      ORDER BY r.record_key, j.game
      """, [.integer(board.benchmarkID)] + judgeIDs.map { .integer($0) }
    ) { row in
      let record = try Record(row, facts.effects)
      guard facts.counts(judgment: record.id, recordedAt: try row.integer(8)),
        facts.happened(row.optionalInteger(7)), record.opponentID != record.modelID
      else { return }
      if current?.id == record.id {
        current?.winners += record.winners
        return
      }
      if let current { body(current) }
      current = record
    }
    if let current { body(current) }
  }
}
