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
  let questions: QuestionCatalog

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
    let names = Dictionary(
      uniqueKeysWithValues: try connection.all("SELECT id, name FROM models") { row in
        (try row.integer(0), try row.text(1))
      })
    let baselineID = try baselineID(names, board)
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
        .map { modelID, tally in tally.standing(names[modelID] ?? "?", scale: scales[modelID]) }
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
    var scales: [Int64: ClosedRange<Double>] = [:]
    try connection.forEach(
      "SELECT model_id, scale_low, scale_high FROM board_models WHERE board_id = $1",
      [.integer(board.id)]
    ) { row in
      if let low = row.optionalReal(1), let high = row.optionalReal(2) {
        scales[try row.integer(0)] = low...high
      }
    }
    return scales
  }

  /// The model whose pairs alone count; nil: all pairs do.
  private func baselineID(_ names: [Int64: String], _ board: Board) throws -> Int64? {
    guard query.mode == .pairwiseBaseline else { return nil }
    guard let baseline = query.baseline else {
      let candidates = try connection.all(
        "SELECT model_id FROM board_models WHERE board_id = $1", [.integer(board.id)]
      ) { names[try $0.integer(0)] ?? "?" }
      throw BaselineError(benchmark: board.benchmark, candidates: candidates.sorted())
    }
    return names.first { $0.value == baseline }?.key
  }

  private func isAskedFor(_ record: Record) -> Bool {
    (query.turn.map { $0 == record.turn } ?? true)
      && (query.category.map { $0 == questions.category(record.questionID) } ?? true)
  }

  /// Every judgment of the board in order of the records' keys, the games of a pair as one.
  private func forEachRecord(_ board: Board, _ body: (Record) -> Void) throws {
    var current: Record?
    try connection.forEach(
      """
      SELECT j.record_id, j.model_id, j.opponent_id, j.question_id, j.turn, j.score, j.winner
      FROM judgments j
      JOIN records r ON r.id = j.record_id
      JOIN questions q ON q.id = j.question_id
      WHERE j.judge_id = $1 AND q.benchmark_id = $2
      ORDER BY r.record_key, j.game
      """, [.integer(board.judgeID), .integer(board.benchmarkID)]
    ) { row in
      let id = try row.integer(0)
      if current?.id == id {
        current?.winners.append(row.optionalText(6))
        return
      }
      if let current { body(current) }
      current = Record(
        id: id, modelID: try row.integer(1), opponentID: row.optionalInteger(2),
        questionID: try row.integer(3), turn: row.optionalInteger(4).map { Int($0) },
        score: row.optionalReal(5), winners: [row.optionalText(6)])
    }
    if let current { body(current) }
  }
}
