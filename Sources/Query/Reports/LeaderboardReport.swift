public import Statistics
internal import Storage
public import Warehouse

/// Who stands where: every board, best model first.
public struct LeaderboardReport: Sendable {
  private let query: BoardQuery
  private let options: Options

  /// What is computed beside the scores.
  public struct Options: Sendable {
    /// Whether letters are wanted for models that cannot be told apart; they need what every model
    /// got in each slot.
    public var groups = true
    /// How the tests behind the letters are corrected for their number.
    public var adjustment = Adjustment.holm
    /// Of pairs: whether ratings are wanted, and by them the ranking.
    public var ratings = false
    /// The model whose rating is fixed; nil: the mean of all is.
    public var anchor: String?
    /// What the anchor's rating, or the mean, is shown as.
    public var centre = 1000.0
    /// How many times questions are drawn anew for the ratings' intervals; nil: the sandwich's.
    public var rounds: Int?
    /// What the drawings depend on.
    public var seed: UInt64 = 1

    /// Letters by Holm's correction, no ratings.
    public init() {}
  }

  /// A leaderboard of what the query is about.
  public init(_ query: BoardQuery, _ options: Options = Options()) {
    var query = query
    if options.ratings, query.mode == nil { query.mode = .pairwise }
    self.query = query
    self.options = options
  }

  /// Computes the report.
  ///
  /// - Throws: `NameError`, `BaselineError`, `RatingError`; what the store throws.
  /// - Complexity: O(models) without filters and letters; O(slots) with filters; O(models · slots)
  ///   for each letter; O(judgments) in FastChat's reading.
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [query, options] connection in
      let hasSlots = query.reading == .canonical
      let reader = try StandingReader(
        connection, query, wantsSlots: hasSlots && (options.groups || options.ratings))
      try query.checkNames(reader)
      let ranked = try RankedBoard.all(query, reader).filter { !$0.places.isEmpty }
      guard !options.ratings || (hasSlots && ranked.contains { $0.board.mode == .pairwise }) else {
        throw RatingError.noPairs
      }
      let boards = try ranked.map { try Computed($0, options, hasSlots: hasSlots, reader) }
      let fields = Self.fields(
        Set(boards.map(\.ranked.board.mode)), withRatings: options.ratings)
      return Report(
        name: "leaderboard", parameters: query.parameters + options.parameters,
        columns: Array(fields), sections: boards.map { Self.section($0, query, fields) },
        notes: try query.notes(reader))
    }
  }

  // MARK: - Private

  private struct Row: BoardRow {
    let title: BoardTitle
    let place: RankedBoard.Place
    let hasGrade: Bool
    let interval: ClosedRange<Double>?
    let group: String?
    let rating: PairRatings.Rating?

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

  /// A board with what its rows show beside their standing.
  private struct Computed {
    let ranked: RankedBoard
    var groups: [String: String] = [:]
    var ratings: PairRatings?

    init(
      _ ranked: RankedBoard, _ options: Options, hasSlots: Bool, _ reader: StandingReader
    ) throws {
      guard hasSlots else {
        self.ranked = ranked
        return
      }
      guard options.ratings else {
        self.ranked = ranked
        if options.groups {
          groups = ranked.groups(
            try reader.slotsByModel(ranked.board), options.adjustment)
        }
        return
      }
      let standing = Set(ranked.places.map(\.standing.model))
      let rows = try reader.rowsWithSlots(ranked.board)
        .filter { standing.contains($0.standing.model) }
      let ratings = try PairRatings(rows, options.ratingOptions)
      self.ratings = ratings
      let byRating = ranked.ranked(by: ratings.ratings.mapValues(\.points))
      self.ranked = byRating
      guard options.groups else { return }
      let names = byRating.places.filter { $0.rank != nil }.map(\.standing.model)
      let letters = RankGroups.letters(
        count: names.count, adjustment: options.adjustment
      ) { ratings.p(names[$0], names[$1]) }
      groups = Dictionary(zip(names, letters)) { first, _ in first }
    }

    /// A sentence each.
    func notes(_ query: BoardQuery) -> [String] {
      let still = ranked.places.filter {
        $0.standing.n > 1 && $0.standing.standardError == 0 && ranked.board.mode == .single
      }
      let names = still.map(\.standing.model).sorted().joined(separator: ", ")
      let constant =
        still.isEmpty
        ? [] : ["All scores of \(names) are alike, so their error of 0 tells nothing."]
      return (ratings?.notes ?? []) + constant
    }
  }

  private static func section(
    _ computed: Computed, _ query: BoardQuery, _ fields: [Field<Row>]
  ) -> Report.Section {
    let ranked = computed.ranked
    let title = BoardTitle(ranked: ranked, query: query)
    let hasGrades = BoardTitle.allowsGrades(ranked)
    let quantiles = Quantiles(ranked.places.lazy.map(\.standing))
    return Report.Section(
      title: title.title, subtitle: title.subtitle,
      rows: ranked.places.map { place in
        Report.Row(
          Row(
            title: title, place: place, hasGrade: hasGrades,
            interval: quantiles.interval(place.standing, ranked.board.mode),
            group: computed.groups[place.standing.model],
            rating: computed.ratings?.ratings[place.standing.model]), fields,
          emphasis: place.rank == nil ? .muted : .normal)
      },
      notes: title.notes + computed.notes(query),
      rates: ranked.board.mode == .pairwise ? ["se", "ci_low", "ci_high"] : [])
  }

  /// The columns that boards of these modes need; pairwise boards have no score of their own.
  private static func fields(_ modes: Set<JudgingMode>, withRatings: Bool) -> [Field<Row>] {
    let isRate = modes == [.pairwise]
    return Field.board + first + (withRatings ? ratings : [])
      + (modes.contains(.pairwise) ? pairwise : []) + (isRate ? [] : scores)
      + errors(isRate: isRate) + (isRate ? [] : grades) + last
  }

  private static var ratings: [Field<Row>] {
    [
      .number("rating", unit: "points", digits: 0) { Cell($0.rating?.points) },
      .number("rating_low", unit: "points", digits: 0) { Cell($0.rating?.interval?.lowerBound) },
      .number("rating_high", unit: "points", digits: 0) { Cell($0.rating?.interval?.upperBound) },
    ]
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

  private static var scores: [Field<Row>] {
    [
      .number("score", unit: "points", digits: 2) { $0.single($0.standing.score) },
      .number("turn_1", unit: "points", digits: 2, .whenSpace(priority: 7)) {
        $0.single($0.standing.score(turn: 1))
      },
      .number("turn_2", unit: "points", digits: 2, .whenSpace(priority: 7)) {
        $0.single($0.standing.score(turn: 2))
      },
    ]
  }

  /// Of the score, or of the adjusted win rate.
  private static func errors(isRate: Bool) -> [Field<Row>] {
    let unit = isRate ? Report.Column.rate : "points"
    let digits = isRate ? 1 : 2
    return [
      .number("se", unit: unit, digits: digits, .whenSpace(priority: 5)) {
        Cell($0.standing.standardError)
      },
      .number("ci_low", unit: unit, digits: digits, .whenSpace(priority: 9)) {
        Cell($0.interval?.lowerBound)
      },
      .number("ci_high", unit: unit, digits: digits, .whenSpace(priority: 9)) {
        Cell($0.interval?.upperBound)
      },
      .text("group", .whenSpace(priority: 10)) { Cell($0.group) },
    ]
  }

  private static var grades: [Field<Row>] {
    [
      .text("grade", .whenSpace(priority: 4)) { row in
        row.hasGrade ? Cell(row.standing.score.map(Grade.word)) : .null
      }
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

extension LeaderboardReport.Options {
  var ratingOptions: PairRatings.Options {
    PairRatings.Options(anchor: anchor, centre: centre, rounds: rounds, seed: seed)
  }

  /// What was asked, for JSON.
  var parameters: [Report.Parameter] {
    [
      Report.Parameter("adjust", .text(adjustment.rawValue)),
      Report.Parameter("method", .text(ratings ? "bt" : "mean")),
    ]
      + (ratings
        ? [
          Report.Parameter("anchor", Cell(anchor)), Report.Parameter("rounds", Cell(rounds)),
          Report.Parameter("seed", .text("\(seed)")),
        ] : [])
  }
}
