internal import Storage
public import Warehouse

/// How each model does in each category of a benchmark.
public struct CategoriesReport: Sendable {
  private let query: BoardQuery

  /// A report on the boards that the query is about.
  public init(_ query: BoardQuery) {
    self.query = query
  }

  /// One row for each model and category, as scripts want it.
  ///
  /// - Throws: `NameError`, `BaselineError`; what the store throws.
  /// - Complexity: O(slots), or O(judgments) in FastChat's reading.
  public func run(on store: Store) async throws -> Report {
    try await compute(on: store) { boards, _, notes in
      Report(
        name: "categories", parameters: query.parameters, columns: Array(Self.fields),
        sections: boards.map { board in
          Report.Section(
            title: board.title.title, subtitle: board.title.subtitle,
            rows: board.cells.map { Report.Row($0, Self.fields) })
        },
        notes: notes)
    }
  }

  /// One row a model and one column a category, as people read it.
  ///
  /// - Throws: as `run(on:)`.
  public func runAsGrid(on store: Store) async throws -> Report {
    try await compute(on: store) { boards, categories, notes in
      let fields = Self.gridFields(categories)
      return Report(
        name: "categories", parameters: query.parameters, columns: Array(fields),
        sections: boards.map { board in
          Report.Section(
            title: board.title.title, subtitle: board.title.subtitle,
            rows: board.gridRows.map { row in
              Report.Row(row, fields, emphasis: row.place.rank == nil ? .muted : .normal)
            },
            notes: board.title.notes)
        },
        notes: notes)
    }
  }

  // MARK: - Private

  private struct Row: BoardRow {
    let title: BoardTitle
    let category: String
    let standing: Standing
    let interval: ClosedRange<Double>?
  }

  private struct GridRow {
    let place: RankedBoard.Place
    let scores: [String: Double]
    let isRate: Bool

    /// A score, or the adjusted win rate of a pairwise board as a percentage.
    func cell(_ value: Double?) -> Cell {
      guard isRate, let value else { return Cell(value) }
      return .text(DecimalText.fixed(value * 100, digits: 1) + "%")
    }
  }

  private struct CategoryBoard {
    let title: BoardTitle
    let cells: [Row]

    /// In the order of the leaderboard.
    var gridRows: [GridRow] {
      let byModel = Dictionary(grouping: cells, by: \.standing.model)
      return title.ranked.places.map { place in
        let scores = (byModel[place.standing.model] ?? []).compactMap { row in
          row.standing.score.map { (row.category, $0) }
        }
        return GridRow(
          place: place, scores: Dictionary(scores) { first, _ in first },
          isRate: title.ranked.board.mode == .pairwise)
      }
    }
  }

  private func compute(
    on store: Store, _ report: @escaping @Sendable ([CategoryBoard], [String], [String]) -> Report
  ) async throws -> Report {
    try await store.database.read { [query] connection in
      let reader = try StandingReader(connection, query)
      try query.checkNames(reader)
      let boards = try RankedBoard.all(query, reader).filter { !$0.places.isEmpty }
      let categories = query.category.map { [$0] } ?? reader.questions.allCategories
      let computed = try boards.map { board in
        CategoryBoard(
          title: BoardTitle(ranked: board, query: query),
          cells: try Self.rows(board, categories, query, reader))
      }
      let known = Set(computed.flatMap(\.cells).map(\.category))
      return report(computed, categories.filter(known.contains), try query.notes(reader))
    }
  }

  private static func rows(
    _ ranked: RankedBoard, _ categories: [String], _ query: BoardQuery, _ reader: StandingReader
  ) throws -> [Row] {
    let title = BoardTitle(ranked: ranked, query: query)
    let models = Set(ranked.places.map(\.standing.model))
    let standings = try reader.standings(ranked.board, categories: categories)
    let quantiles = Quantiles(standings.values.joined())
    return categories.flatMap { category in
      (standings[category] ?? []).filter { $0.n > 0 && models.contains($0.model) }
        .map { standing in
          Row(
            title: title, category: category, standing: standing,
            interval: quantiles.interval(standing, ranked.board.mode))
        }
    }
  }

  private static var fields: [Field<Row>] {
    Field.board + [
      .text("model") { .text($0.standing.model) },
      .text("category") { .text($0.category) },
      .number("score", unit: "points", digits: 2) { Cell($0.standing.score) },
      .number("n", unit: "rows") { Cell($0.standing.n) },
      .number("se", unit: "points", digits: 2) { Cell($0.standing.standardError) },
      .number("ci_low", unit: "points", digits: 2) { Cell($0.interval?.lowerBound) },
      .number("ci_high", unit: "points", digits: 2) { Cell($0.interval?.upperBound) },
    ]
  }

  private static func gridFields(_ categories: [String]) -> [Field<GridRow>] {
    [
      .text("model") { .text($0.place.standing.model) },
      .number("score", title: "all", unit: "points", digits: 2) {
        $0.cell($0.place.standing.score)
      },
    ]
      + categories.enumerated().map { index, category in
        .number(
          category, unit: "points", digits: 2, .whenSpace(priority: categories.count - index)
        ) { $0.cell($0.scores[category]) }
      }
  }
}
