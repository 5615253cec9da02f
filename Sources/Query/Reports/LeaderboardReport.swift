internal import Storage
public import Warehouse

/// Who stands where: every board, best model first.
public struct LeaderboardReport: Sendable {
  private let query: BoardQuery

  /// A leaderboard of what the query is about.
  public init(_ query: BoardQuery) {
    self.query = query
  }

  /// Computes the report.
  ///
  /// - Throws: `NameError`, `BaselineError`; what the store throws.
  /// - Complexity: O(models) without filters, O(slots) with them, O(judgments) in FastChat's
  ///   reading.
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [query] connection in
      let reader = try StandingReader(connection, query)
      try query.checkNames(reader)
      let boards = try RankedBoard.all(query, reader).filter { !$0.places.isEmpty }
      let fields = Self.fields(Set(boards.map(\.board.mode)))
      return Report(
        name: "leaderboard", parameters: query.parameters, columns: Array(fields),
        sections: boards.map { Self.section($0, query, fields) },
        notes: try query.notes(reader))
    }
  }

  // MARK: - Private

  private struct Row: BoardRow {
    let title: BoardTitle
    let place: RankedBoard.Place
    let hasGrade: Bool

    var standing: Standing { place.standing }
    var isSingle: Bool { title.ranked.board.mode == .single }

    /// A share of all games; nil in single mode.
    func rate(_ part: Double) -> Cell {
      isSingle || standing.n == 0 ? .null : .real(part / Double(standing.n))
    }

    /// nil in single mode.
    func games(_ count: Int) -> Cell { isSingle ? .null : Cell(count) }

    /// nil in pairwise mode.
    func single(_ value: Double?) -> Cell { isSingle ? Cell(value) : .null }
  }

  private static func section(
    _ ranked: RankedBoard, _ query: BoardQuery, _ fields: [Field<Row>]
  ) -> Report.Section {
    let title = BoardTitle(ranked: ranked, query: query)
    let hasGrades = BoardTitle.allowsGrades(ranked)
    return Report.Section(
      title: title.title, subtitle: title.subtitle,
      rows: ranked.places.map { place in
        Report.Row(
          Row(title: title, place: place, hasGrade: hasGrades), fields,
          emphasis: place.rank == nil ? .muted : .normal)
      },
      notes: title.notes)
  }

  /// The columns that boards of these modes need; pairwise boards have no score of their own.
  private static func fields(_ modes: Set<JudgingMode>) -> [Field<Row>] {
    Field.board + first + (modes.contains(.pairwise) ? pairwise : [])
      + (modes == [.pairwise] ? [] : single) + last
  }

  private static var first: [Field<Row>] {
    [
      .number("rank") { Cell($0.place.rank) },
      .text("model") { .text($0.standing.model) },
      .text("label", .whenSpace(priority: 1)) { Cell($0.standing.label) },
    ]
  }

  private static var pairwise: [Field<Row>] {
    [
      .number("win_rate", unit: Report.Column.rate) { $0.rate(Double($0.standing.games.wins)) },
      .number("win_rate_adjusted", title: "adjusted", unit: Report.Column.rate) {
        $0.rate(Double($0.standing.games.wins) + Double($0.standing.games.ties) / 2)
      },
      .number("win", unit: "rows", .whenSpace(priority: 8)) { $0.games($0.standing.games.wins) },
      .number("loss", unit: "rows", .whenSpace(priority: 8)) { $0.games($0.standing.games.losses) },
      .number("tie", unit: "rows", .whenSpace(priority: 8)) { $0.games($0.standing.games.ties) },
    ]
  }

  private static var single: [Field<Row>] {
    [
      .number("score", unit: "points", digits: 2) { $0.single($0.standing.score) },
      .number("turn_1", unit: "points", digits: 2, .whenSpace(priority: 7)) {
        $0.single($0.standing.score(turn: 1))
      },
      .number("turn_2", unit: "points", digits: 2, .whenSpace(priority: 7)) {
        $0.single($0.standing.score(turn: 2))
      },
      .number("se", unit: "points", digits: 2, .whenSpace(priority: 5)) {
        $0.single($0.standing.standardError)
      },
      // Null until the statistics of comparisons are there; the keys are the contract's.
      .number("ci_low", unit: "points", .machineOnly) { _ in .null },
      .number("ci_high", unit: "points", .machineOnly) { _ in .null },
      .text("group", .machineOnly) { _ in .null },
      .text("grade", .whenSpace(priority: 4)) { row in
        row.hasGrade ? Cell(row.standing.score.map(Grade.word)) : .null
      },
    ]
  }

  private static var last: [Field<Row>] {
    [
      .number("n", unit: "rows") { Cell($0.standing.n) },
      .number("expected", unit: "rows", .whenSpace(priority: 3)) { Cell($0.place.expected) },
      .number("failed", unit: "rows", .whenSpace(priority: 6)) { Cell($0.standing.failed) },
      .number("truncated", unit: "rows", .whenSpace(priority: 2)) { Cell($0.standing.truncated) },
      .number("answer_set", .machineOnly) { Cell($0.standing.answerSet?.shown) },
      .text("partial", .machineOnly) { Cell($0.place.isPartial) },
    ]
  }
}
