internal import Storage
internal import Warehouse

/// Reads a board as AlpacaEval reads a file of annotations: each one counts, as the share of the win
/// that goes to the model.
///
/// Source: AlpacaEval, `metrics/helpers.py` and `winrate.py`: the win rate is the mean of preference
/// minus one, its error the sample standard deviation over the root of n; annotations without a
/// preference are dropped.
struct AlpacaEvalReading {
  let reader: StandingReader
  let names: ModelNames

  /// A model against the baseline of a board.
  struct Standing {
    let model: String
    let baseline: String
    let winRate: Double
    /// nil where there are fewer than two.
    let standardError: Double?
    let discreteWinRate: Double
    let wins: Int
    let losses: Int
    let ties: Int
    let failed: Int

    var n: Int { wins + losses + ties }
  }

  init(_ reader: StandingReader) throws {
    self.reader = reader
    names = try ModelNames(reader.connection, reader.facts.effects)
  }

  /// Every model of a board with its baseline, the best first.
  func standings(_ board: Board) throws -> [Standing] {
    var tallies: [Pair: Tally] = [:]
    try forEachJudgment(board) { pair, share in
      tallies[pair, default: Tally()].add(share)
    }
    return tallies.compactMap { pair, tally in
      tally.standing(model: names[pair.model], baseline: names[pair.baseline])
    }
    .sorted { ($1.winRate, $0.model) < ($0.winRate, $1.model) }
  }

  // MARK: - Private

  private struct Pair: Hashable {
    let model: Int64
    let baseline: Int64
  }

  private struct Tally {
    private var shares: [Double] = []
    private var failed = 0

    mutating func add(_ share: Double?) {
      if let share { shares.append(share) } else { failed += 1 }
    }

    func standing(model: String, baseline: String) -> Standing? {
      guard !shares.isEmpty else { return nil }
      let n = Double(shares.count)
      let mean = shares.reduce(0, +) / n
      let squares = shares.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      let (wins, ties) = (shares.count { $0 > 0.5 }, shares.count { $0 == 0.5 })
      return Standing(
        model: model, baseline: baseline, winRate: mean,
        standardError: n > 1 ? (squares / (n - 1)).squareRoot() / n.squareRoot() : nil,
        discreteWinRate: (Double(wins) + Double(ties) / 2) / n, wins: wins,
        losses: shares.count - wins - ties, ties: ties, failed: failed)
    }
  }

  /// Every judgment of the board, in order of the records' keys.
  private func forEachJudgment(_ board: Board, _ body: (Pair, Double?) -> Void) throws {
    let effects = reader.facts.effects
    let judges = effects.judges.members(of: board.judgeID)
    let places = judges.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
    try reader.connection.forEach(
      """
      SELECT j.record_id, j.model_id, j.opponent_id, j.share, j.winner, j.judged_at, r.recorded_at,
        j.question_id
      FROM judgments j JOIN records r ON r.id = j.record_id
      JOIN questions q ON q.id = j.question_id
      WHERE q.benchmark_id = $1 AND j.judge_id IN (\(places)) AND j.opponent_id IS NOT NULL
      ORDER BY r.record_key, j.game
      """, [.integer(board.benchmarkID)] + judges.map { .integer($0) }
    ) { row in
      let record = try row.integer(0)
      guard let opponent = row.optionalInteger(2),
        reader.facts.counts(judgment: record, recordedAt: try row.integer(6)),
        reader.facts.happened(row.optionalInteger(5)),
        reader.query.category.map({ reader.questions.category(row.optionalInteger(7) ?? 0) == $0 })
          ?? true
      else { return }
      let pair = Pair(
        model: effects.models.root(of: try row.integer(1)),
        baseline: effects.models.root(of: opponent))
      guard pair.model != pair.baseline else { return }
      let correction = effects.corrections[record]
      let winner = correction.map { $0.winner?.rawValue } ?? row.optionalText(4)
      let stated = correction == nil ? row.optionalReal(3) : nil
      body(pair, stated ?? Self.share(winner))
    }
  }

  private static func share(_ winner: String?) -> Double? {
    switch winner {
    case "model": 1
    case "opponent": 0
    case "tie": 0.5
    default: nil
    }
  }
}
