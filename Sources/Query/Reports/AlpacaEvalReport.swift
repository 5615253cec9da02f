internal import Storage
public import Warehouse

/// Win rates as AlpacaEval computes them, with what its leaderboards report beside.
public struct AlpacaEvalReport: Sendable {
  private let query: BoardQuery

  /// A report on the pairwise boards of a query.
  public init(_ query: BoardQuery) {
    self.query = query
  }

  /// Reads the judgments.
  ///
  /// - Throws: `NameError`; what the store throws.
  /// - Complexity: O(judgments).
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [query] connection in
      let reader = try StandingReader(connection, query)
      try query.checkNames(reader)
      let reading = try AlpacaEvalReading(reader)
      let published = try Published(connection)
      let boards = try reader.boards().filter { $0.mode == .pairwise }
      let sections = try boards.map { board in
        let standings = try reading.standings(board).filter {
          query.models.isEmpty || query.models.contains($0.model)
        }
        return Report.Section(
          title: "\(board.benchmark), judged by \(board.judge)",
          rows: standings.enumerated().map { index, standing in
            Report.Row(
              Row(
                board: board, rank: index + 1, standing: standing,
                published: published.figures(of: standing.model, by: board.judge)),
              Self.fields)
          })
      }
      .filter { !$0.rows.isEmpty }
      return Report(
        name: "leaderboard",
        parameters: query.parameters.filter { $0.name != "reading" } + [
          Report.Parameter("reading", .text("alpaca_eval"))
        ],
        columns: [Report.Column](Self.fields), sections: sections,
        notes: [
          "Read as AlpacaEval does: every annotation counts, weighted ones by their share.",
          "Length-controlled win rates are reported figures: they come from a fit over all models.",
        ] + (try TimeNotes(reader).notes))
    }
  }

  // MARK: - Private

  private struct Row: Sendable {
    let board: Board
    let rank: Int
    let standing: AlpacaEvalReading.Standing
    let published: [String: Double]

    /// A reported percentage as a share of one.
    func rate(_ figure: String) -> Cell { Cell(published[figure].map { $0 / 100 }) }
  }

  /// The newest figures that leaderboards report, by judge and model.
  private struct Published {
    private var figures: [[String]: [String: Double]] = [:]

    init(_ connection: Connection) throws {
      try connection.forEach(
        """
        SELECT f.judge_name, m.name, f.figure, f.value FROM reported_figures f
        JOIN models m ON m.id = f.model_id JOIN sources s ON s.id = f.source_id
        WHERE s.format = 'alpaca_eval' AND f.judge_name IS NOT NULL
        ORDER BY f.recorded_at, f.record_key
        """
      ) { row in
        figures[[try row.text(0), try row.text(1)], default: [:]][try row.text(2)] =
          try row.real(3)
      }
    }

    func figures(of model: String, by judge: String) -> [String: Double] {
      figures[[judge, model]] ?? [:]
    }
  }

  private static let fields: [Field<Row>] = [
    .inTitle("benchmark") { .text($0.board.benchmark) },
    .inTitle("judge") { .text($0.board.judge) },
    .inTitle("protocol") { Cell($0.board.protocolName) },
    .inTitle("mode") { _ in .text("pairwise-baseline") },
    .inTitle("board") { .text($0.board.key.short) },
    .number("rank") { Cell($0.rank) }, .text("model") { .text($0.standing.model) },
    .text("baseline") { .text($0.standing.baseline) },
    .number("win_rate", unit: Report.Column.rate, digits: 2) { .real($0.standing.winRate) },
    .number("se", unit: Report.Column.rate, digits: 2) { Cell($0.standing.standardError) },
    .number("discrete_win_rate", title: "discrete", unit: Report.Column.rate, digits: 2) {
      .real($0.standing.discreteWinRate)
    },
    .number("win", unit: "rows") { Cell($0.standing.wins) },
    .number("loss", unit: "rows") { Cell($0.standing.losses) },
    .number("tie", unit: "rows") { Cell($0.standing.ties) },
    .number("n", unit: "rows") { Cell($0.standing.n) },
    .number("failed", unit: "rows") { Cell($0.standing.failed) },
    .number("published_win_rate", title: "published", unit: Report.Column.rate, digits: 2) {
      $0.rate("win_rate")
    },
    .number(
      "published_lc_win_rate", title: "published, length-controlled", unit: Report.Column.rate,
      digits: 2
    ) { $0.rate("length_controlled_winrate") },
  ]
}
