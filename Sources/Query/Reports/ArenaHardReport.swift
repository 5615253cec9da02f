internal import Statistics
internal import Storage
public import Warehouse

/// Arena-Hard's score of every model against the baseline: a clear win counts as three games, a tie
/// as half of one; with an interval from questions drawn anew.
///
/// Source: arena-hard-auto, `show_result.py`.
public struct ArenaHardReport: Sendable {
  private let query: BoardQuery
  private let rounds: Int
  private let seed: UInt64

  /// A report on the query's boards of pairs.
  ///
  /// - Parameters:
  ///   - rounds: how many times the questions are drawn.
  ///   - seed: what the drawings depend on.
  public init(_ query: BoardQuery, rounds: Int = 1000, seed: UInt64 = 1) {
    var query = query
    query.mode = .pairwise
    self.query = query
    self.rounds = rounds
    self.seed = seed
  }

  /// Computes the report.
  ///
  /// The baseline is the query's, else the one model that only ever stands second in a record.
  ///
  /// - Throws: `BaselineError` where there is no such model and none was named; `RatingError`
  ///   without a pair; `NameError`; what the store throws.
  /// - Complexity: O(judgments + rounds · questions) a model.
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [self] connection in
      let reader = try StandingReader(connection, query, wantsSlots: true)
      try query.checkNames(reader)
      let boards = try reader.boards()
      let fields = Self.fields
      let sections = try boards.compactMap { board -> Report.Section? in
        let title = BoardTitle(ranked: RankedBoard(alone: board), query: query)
        let rows = try ranked(board, title, reader)
        return rows.isEmpty
          ? nil
          : Report.Section(
            title: "\(title.title) · Arena-Hard's score", subtitle: title.subtitle,
            rows: rows.map { Report.Row($0, fields) },
            notes: [
              "A clear win counts as three games, a tie as half of one. Intervals of 95 % are from "
                + "\(rounds) drawings of the questions with seed \(seed)."
            ])
      }
      guard !sections.isEmpty else { throw RatingError.noPairs }
      return Report(
        name: "leaderboard",
        parameters: query.parameters + [
          Report.Parameter("method", .text("arena-hard")), Report.Parameter("rounds", Cell(rounds)),
          Report.Parameter("seed", .text("\(seed)")),
        ], columns: Array(fields), sections: sections, notes: try query.notes(reader))
    }
  }

  // MARK: - Private

  private struct Row: BoardRow {
    let title: BoardTitle
    var rank: Int
    let model: String
    let score: ClusteredMean
    let interval: ClosedRange<Double>?
    let failed: Int
  }

  private func ranked(
    _ board: Board, _ title: BoardTitle, _ reader: StandingReader
  ) throws -> [Row] {
    let computation = try BoardComputation(reader.connection, reader.facts)
    let standing = try reader.rowsWithSlots(board)
    guard !standing.isEmpty else { return [] }
    let baselineID = try baseline(board, standing, reader)
    var rows =
      try standing
      .filter { $0.modelID != baselineID && reader.isAskedFor($0.standing.model) }
      .compactMap { row -> Row? in
        let values = try computation.values(
          benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: row.modelID
        ).filter { value in
          value.opponentID == baselineID
            && (query.category.map { $0 == reader.questions.category(value.questionID) } ?? true)
        }
        let games = try self.games(values, row.modelID, reader)
        return ClusteredMean(games.clusters).map { score in
          Row(
            title: title, rank: 0, model: row.standing.model, score: score,
            interval: Bootstrap.interval(of: games.clusters, rounds: rounds, seed: seed),
            failed: games.failed)
        }
      }
      .sorted { left, right in
        left.score.mean != right.score.mean
          ? left.score.mean > right.score.mean : left.model < right.model
      }
    for index in rows.indices {
      let first = rows.firstIndex { $0.score.mean == rows[index].score.mean } ?? index
      rows[index].rank = first + 1
    }
    return rows
  }

  private func baseline(
    _ board: Board, _ rows: [SlottedRow], _ reader: StandingReader
  ) throws -> Int64 {
    if let name = query.baseline, let row = rows.first(where: { $0.standing.model == name }) {
      return row.modelID
    }
    var (firsts, seconds): (Set<Int64>, Set<Int64>) = ([], [])
    for judgeID in reader.facts.effects.judges.members(of: board.judgeID) {
      try reader.connection.forEach(
        """
        SELECT DISTINCT j.model_id, j.opponent_id FROM judgments j
        JOIN questions q ON q.id = j.question_id WHERE j.judge_id = $1 AND q.benchmark_id = $2
        """, [.integer(judgeID), .integer(board.benchmarkID)]
      ) { row in
        firsts.insert(reader.facts.effects.models.root(of: try row.integer(0)))
        if let opponent = row.optionalInteger(1) {
          seconds.insert(reader.facts.effects.models.root(of: opponent))
        }
      }
    }
    let onlySecond = seconds.subtracting(firsts)
    guard onlySecond.count == 1, let baselineID = onlySecond.first else {
      throw BaselineError(
        benchmark: board.benchmark, candidates: rows.map(\.standing.model).sorted())
    }
    return baselineID
  }

  /// What each question gives, in order of the questions.
  private func games(
    _ values: [BoardComputation.Value], _ modelID: Int64, _ reader: StandingReader
  ) throws -> (clusters: [ClusteredMean.Cluster], failed: Int) {
    var clusters: [Int64: (count: Int, sum: Double)] = [:]
    var failed = 0
    let statement = try reader.connection.prepare(
      "SELECT model_id, winner, score FROM judgments WHERE record_id = $1 ORDER BY game")
    for value in values {
      try statement.forEach([.integer(value.recordID)]) { row in
        guard let winner = row.optionalText(1).flatMap(Winner.init) else {
          failed += 1
          return
        }
        let isFirst = reader.facts.effects.models.root(of: try row.integer(0)) == modelID
        let weight = max(1, Int(row.optionalReal(2) ?? 1))
        let score: Double =
          switch winner {
          case .tie: 0.5
          case .model: isFirst ? 1 : 0
          case .opponent: isFirst ? 0 : 1
          }
        var cluster = clusters[value.questionID] ?? (0, 0)
        cluster.count += weight
        cluster.sum += Double(weight) * score
        clusters[value.questionID] = cluster
      }
    }
    return (
      clusters.sorted { $0.key < $1.key }.map {
        ClusteredMean.Cluster(count: $0.value.count, sum: $0.value.sum)
      }, failed
    )
  }

  private static var fields: [Field<Row>] {
    Field.board + [
      .number("rank") { Cell($0.rank) },
      .text("model") { .text($0.model) },
      .number("score", unit: Report.Column.rate) { .real($0.score.mean) },
      .number("ci_low", unit: Report.Column.rate) { Cell($0.interval?.lowerBound) },
      .number("ci_high", unit: Report.Column.rate) { Cell($0.interval?.upperBound) },
      .number("n", title: "games, weighted", unit: "rows") { Cell($0.score.count) },
      .number("questions", unit: "rows") { Cell($0.score.clusterCount) },
      .number("failed", unit: "rows") { Cell($0.failed) },
    ]
  }
}
