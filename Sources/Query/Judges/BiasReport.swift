internal import Statistics
internal import Storage
public import Warehouse

/// Where a judge's verdicts follow something else than the answers: their order, their length, or
/// whose they are; and how much they vary by themselves.
public struct BiasReport: Sendable {
  private let query: BoardQuery

  /// A report on the judges of the query's boards.
  public init(_ query: BoardQuery) {
    self.query = query
  }

  /// Computes the report.
  ///
  /// - Throws: `NameError`; what the store throws.
  /// - Complexity: O(judgments).
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [self] connection in
      let reader = try StandingReader(connection, query, wantsSlots: true)
      try query.checkNames(reader)
      let boards = try reader.boards()
      let names = try ModelNames(connection, reader.facts.effects)
      let fields = Self.fields
      let sections = try boards.compactMap { board -> Report.Section? in
        let title = BoardTitle(ranked: RankedBoard(alone: board), query: query)
        let rows =
          board.mode == .pairwise
          ? try Self.position(board, title, names, reader)
          : try Self.single(board, title, among: boards, reader)
        guard !rows.isEmpty else { return nil }
        return Report.Section(
          title: title.title, subtitle: title.subtitle,
          rows: rows.map { Report.Row($0, fields) }, notes: Self.notes(rows))
      }
      return Report(
        name: "bias", parameters: query.parameters, columns: Array(fields), sections: sections,
        notes: try query.notes(reader))
    }
  }

  // MARK: - Private

  /// Below this share of pairs judged alike in both orders a warning is due.
  private static let consistencyFloor = 0.7

  private struct Row: BoardRow {
    let title: BoardTitle
    let kind: String
    let part: String
    let n: Int
    var shares: [PairGames.Kind: Double] = [:]
    var value: Double?
    var interval: ClosedRange<Double>?
    /// Of noise: the model's score by the means and by the medians of repeats.
    var mean: Double?
    var median: Double?
  }

  /// Over all pairs, by category, and by pair of models.
  private static func position(
    _ board: Board, _ title: BoardTitle, _ names: ModelNames, _ reader: StandingReader
  ) throws -> [Row] {
    let games = try PairGames(board, reader)
    func row(_ part: String, _ pairs: [PairGames.Pair]) -> Row {
      let shares = PairGames.Kind.allCases.map { kind in
        (kind, Double(pairs.count { $0.kind == kind }) / Double(pairs.count))
      }
      let clusters = Dictionary(grouping: pairs, by: \.questionID).sorted { $0.key < $1.key }
        .map { _, pairs in
          ClusteredMean.Cluster(
            count: pairs.count, sum: Double(pairs.count { $0.kind == .consistent }))
        }
      return Row(
        title: title, kind: "position", part: part, n: pairs.count,
        shares: Dictionary(uniqueKeysWithValues: shares),
        value: Double(pairs.count { $0.kind == .consistent }) / Double(pairs.count),
        interval: clusters.count > 1 ? ClusteredMean(clusters).flatMap(WilsonInterval.of) : nil)
    }
    guard !games.pairs.isEmpty else { return [] }
    let byCategory = Dictionary(grouping: games.pairs) {
      reader.questions.category($0.questionID)
    }
    let byModels = Dictionary(grouping: games.pairs) { pair in
      pair.models.map { names[$0] }.sorted().joined(separator: " and ")
    }
    return [row("all", games.pairs)]
      + byCategory.compactMap { name, pairs in name.map { row($0, pairs) } }
      .sorted { $0.part < $1.part }
      + (byModels.count > 1 ? byModels.map { row($0, $1) }.sorted { $0.part < $1.part } : [])
  }

  private static func single(
    _ board: Board, _ title: BoardTitle, among boards: [Board], _ reader: StandingReader
  ) throws -> [Row] {
    var rows: [Row] = []
    if let length = try LengthBias(board, reader) {
      rows.append(
        Row(
          title: title, kind: "length", part: "all", n: length.count, value: length.correlation,
          interval: length.interval))
    }
    rows += try preference(board, title, among: boards, reader)
    let noise = try VerdictNoise(reader)
    for row in try reader.rowsWithSlots(board) where reader.isAskedFor(row.standing.model) {
      let repeats = try noise.repeats(board, modelID: row.modelID)
      guard let variance = repeats.variance else { continue }
      rows.append(
        Row(
          title: title, kind: "noise", part: row.standing.model, n: repeats.answers,
          value: variance.squareRoot(), mean: repeats.mean, median: repeats.median))
    }
    return rows
  }

  /// How much more a judge gives to models of its own family, beside what other judges give.
  private static func preference(
    _ board: Board, _ title: BoardTitle, among boards: [Board], _ reader: StandingReader
  ) throws -> [Row] {
    let family = Self.family(board.judge)
    return try boards.filter {
      $0.id != board.id && $0.mode == .single && $0.benchmarkID == board.benchmarkID
        && Self.family($0.judge) != family
    }
    .compactMap { other in
      let shared = try SharedAnswers(board, other, reader)
      let questions = Dictionary(grouping: shared.slots, by: \.questionID)
        .sorted { $0.key < $1.key }
        .compactMap { _, slots -> Double? in
          let own = slots.filter { Self.family($0.model) == family }.map { $0.first - $0.second }
          let rest = slots.filter { Self.family($0.model) != family }.map { $0.first - $0.second }
          guard !own.isEmpty, !rest.isEmpty else { return nil }
          return own.sum / Double(own.count) - rest.sum / Double(rest.count)
        }
      return ClusteredMean(questions).map { mean in
        Row(
          title: title, kind: "self-preference", part: "\(family) against \(other.judge)",
          n: mean.count, value: mean.mean, interval: mean.interval)
      }
    }
  }

  /// The first word of a name without its owner: gpt, claude, llama.
  static func family(_ name: String) -> String {
    let own = name.split(separator: "/").last ?? name[...]
    return String(own.prefix { $0.isLetter }).lowercased()
  }

  private static func notes(_ rows: [Row]) -> [String] {
    var notes: [String] = []
    if let all = rows.first(where: { $0.kind == "position" }) {
      if let share = all.shares[.consistent], share < consistencyFloor {
        notes.append(
          "Only \(DecimalText.fixed(share, digits: 1, shift: 2))% of the pairs were judged alike in "
            + "both orders: verdicts in one order alone would follow the order.")
      }
    }
    if rows.contains(where: { $0.kind == "length" }) {
      notes.append(
        "length: correlation of score and log length among answers to the same question; better "
          + "answers may well be longer.")
    }
    if rows.contains(where: { $0.kind == "self-preference" }) {
      notes.append(
        "self-preference: how much more the judge gives to models of its family than the other "
          + "judge does, less the same for all other models.")
    }
    if rows.contains(where: { $0.kind == "noise" }) {
      notes.append(
        "noise: standard deviation of one verdict around its answer's mean; mean and median: the "
          + "model's score by those of its answers' repeats.")
    }
    return notes
  }

  private static var fields: [Field<Row>] {
    Field.board + [
      .text("bias") { .text($0.kind) },
      .text("part") { .text($0.part) },
      .number("n", unit: "rows") { Cell($0.n) },
    ]
      + PairGames.Kind.allCases.map { kind in
        .number(kind.rawValue, unit: Report.Column.rate) { Cell($0.shares[kind]) }
      } + [
        .number("value", digits: 3) { Cell($0.value) },
        .number("ci_low", digits: 3) { Cell($0.interval?.lowerBound) },
        .number("ci_high", digits: 3) { Cell($0.interval?.upperBound) },
        .number("mean", unit: "points", digits: 2) { Cell($0.mean) },
        .number("median", unit: "points", digits: 2) { Cell($0.median) },
      ]
  }
}
