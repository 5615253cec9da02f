public import Statistics
internal import Storage
public import Warehouse

/// How the same answers fare under another judge, at another endpoint, or at another temperature.
public struct JudgeComparison: Sendable {
  private let query: BoardQuery
  private let axis: Axis
  private let adjustment: Adjustment

  /// What differs between the boards; the raw values are those of `--by`.
  public enum Axis: String, Sendable, CaseIterable {
    /// Any two judges.
    case judge
    /// One judge's name at different endpoints.
    case endpoint
    /// One judge's name at different temperatures.
    case temperature
  }

  /// A comparison of boards; the query's models, or all.
  public init(_ query: BoardQuery, by axis: Axis, _ adjustment: Adjustment = .holm) {
    self.query = query
    self.axis = axis
    self.adjustment = adjustment
  }

  /// Computes the report: the board with most models against each other one, over all answers that
  /// both judged and model by model.
  ///
  /// - Throws: `IncomparableError` where no two boards have an answer in common; `NameError`.
  /// - Complexity: O(judgments of the models).
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [self] connection in
      let reader = try StandingReader(connection, query, wantsSlots: true)
      try query.checkNames(reader)
      let ranked = try RankedBoard.all(query, reader).filter { !$0.places.isEmpty }
      let pairs = try Self.pairs(ranked.map(\.board), axis).map { first, second in
        (first, second, try SharedAnswers(first, second, reader))
      }
      .filter { !$0.2.slots.isEmpty }
      guard !pairs.isEmpty else { throw IncomparableError(axis: axis.rawValue) }
      let fields = Self.fields(axis, isRate: pairs.allSatisfy { $0.0.mode == .pairwise })
      return Report(
        name: "compare",
        parameters: query.parameters + [
          Report.Parameter("by", .text(axis.rawValue)),
          Report.Parameter("adjust", .text(adjustment.rawValue)),
        ], columns: Array(fields),
        sections: pairs.map { section($0.0, $0.1, $0.2, fields) },
        notes: try query.notes(reader))
    }
  }

  // MARK: - Private

  private struct Row: Sendable {
    let first: Board
    let second: Board
    let model: String
    let comparison: Comparison
    var adjusted: Double?
  }

  /// Of each benchmark and mode the first board with each other that differs on the axis.
  static func pairs(_ boards: [Board], _ axis: Axis) -> [(Board, Board)] {
    var seen: Set<Int64> = []
    let boards = boards.filter { seen.insert($0.id).inserted }
    var pairs: [(Board, Board)] = []
    var firsts: [String: Board] = [:]
    for board in boards {
      let name = axis == .judge ? "" : board.judge
      let group = "\(board.benchmarkID) \(board.mode.rawValue) \(name)"
      guard let first = firsts[group] else {
        firsts[group] = board
        continue
      }
      if first.value(on: axis) != board.value(on: axis) || axis == .judge {
        pairs.append((first, board))
      }
    }
    return pairs
  }

  private func section(
    _ first: Board, _ second: Board, _ shared: SharedAnswers, _ fields: [Field<Row>]
  ) -> Report.Section {
    func row(_ model: String, _ slots: [SharedAnswers.Slot]) -> Row? {
      let slots = slots.map {
        SharedBoard.Slot(
          questionID: $0.questionID, turn: $0.turn, first: $0.first, second: $0.second)
      }
      return Comparison(slots).map {
        Row(first: first, second: second, model: model, comparison: $0)
      }
    }
    let byModel = Dictionary(grouping: shared.slots, by: \.model)
    var rows = shared.models.compactMap { row($0, byModel[$0] ?? []) }
    let p = adjustment.adjusted(rows.map { $0.comparison.p ?? 1 })
    for index in rows.indices where rows[index].comparison.p != nil {
      rows[index].adjusted = p[index]
    }
    let values = [first, second].map { $0.words(on: axis) }
    let all = row("all models", shared.slots).map { row in
      var row = row
      row.adjusted = row.comparison.p
      return row
    }
    let kind = first.mode == .single ? SharedBoard.Kind.scores : .opponents
    let verdict = all.map { [$0.comparison.verdict(kind, p: $0.adjusted)] } ?? []
    return Report.Section(
      title: "\(first.benchmark) · the same answers by \(axis.rawValue): \(values[0]) (a) and "
        + "\(values[1]) (b)",
      rows: ((all.map { [$0] } ?? []) + rows).map { Report.Row($0, fields) },
      notes: verdict + shared.notes)
  }

  private static func fields(_ axis: Axis, isRate: Bool) -> [Field<Row>] {
    let unit = isRate ? Report.Column.rate : "points"
    let digits = isRate ? 1 : 2
    return [
      .inTitle("benchmark") { .text($0.first.benchmark) },
      .inTitle("mode") { .text($0.first.mode.rawValue) },
      .inTitle("board_a") { .text($0.first.key.short) },
      .inTitle("board_b") { .text($0.second.key.short) },
      .inTitle("\(axis.rawValue)_a") { Cell($0.first.value(on: axis)) },
      .inTitle("\(axis.rawValue)_b") { Cell($0.second.value(on: axis)) },
      .text("model") { .text($0.model) },
      .number("a", unit: unit, digits: digits) { Cell($0.comparison.paired.first) },
      .number("b", unit: unit, digits: digits) { Cell($0.comparison.paired.second) },
      .number("delta", unit: unit, digits: digits) { Cell($0.comparison.delta) },
      .number("se", unit: unit, digits: digits, .whenSpace(priority: 2)) {
        Cell($0.comparison.paired.difference.standardError)
      },
      .number("ci_low", unit: unit, digits: digits) { Cell($0.comparison.interval?.lowerBound) },
      .number("ci_high", unit: unit, digits: digits) { Cell($0.comparison.interval?.upperBound) },
      .number("p", unit: Report.Column.probability, digits: 3, .whenSpace(priority: 1)) {
        Cell($0.comparison.p)
      },
      .number("p_adjusted", unit: Report.Column.probability, digits: 3) { Cell($0.adjusted) },
      .number("wins", unit: "rows", .whenSpace(priority: 3)) { Cell($0.comparison.paired.wins) },
      .number("losses", unit: "rows", .whenSpace(priority: 3)) {
        Cell($0.comparison.paired.losses)
      },
      .number("ties", unit: "rows", .whenSpace(priority: 3)) { Cell($0.comparison.paired.ties) },
      .number("n", title: "questions", unit: "rows") { Cell($0.comparison.questionCount) },
    ]
  }
}

extension Board {
  /// What a board is on an axis; nil: not known.
  func value(on axis: JudgeComparison.Axis) -> String? {
    switch axis {
    case .judge: judge
    case .endpoint: endpoint
    case .temperature: temperature.map { "\($0)" }
    }
  }

  /// The same for people, who need to tell two judges of one name apart.
  func words(on axis: JudgeComparison.Axis) -> String {
    let value = value(on: axis) ?? "unknown"
    return axis == .judge ? ([judge] + knownParts).joined(separator: ", ") : value
  }
}
