internal import Statistics
internal import Storage
public import Warehouse

/// Whether a judge has changed: answers that were judged again against their stored verdicts.
///
/// A judge is everything of one name on a benchmark, whatever it resolved to; an answer counts where
/// its text is known and it was judged at different times.
public struct DriftReport: Sendable {
  private let query: BoardQuery
  private let at: Int64?
  private let floor: Double

  /// A report on the judges of the query's boards.
  ///
  /// - Parameters:
  ///   - at: verdicts before this instant against those from it on, in nanoseconds since 1970 UTC;
  ///     nil: the first verdict on each answer against the last.
  ///   - floor: a judge counts as another when the interval of the weighted kappa lies below it.
  public init(_ query: BoardQuery, at: Int64? = nil, floor: Double = 0) {
    var query = query
    query.mode = .single
    self.query = query
    self.at = at
    self.floor = floor
  }

  /// The report, and whether any judge has drifted.
  public struct Outcome: Sendable {
    /// A row for each judge and benchmark with answers that were judged again.
    public let report: Report
    /// Whether an interval of a shift excludes zero, or one of a kappa lies below the floor.
    public let hasDrifted: Bool
  }

  /// Computes the report.
  ///
  /// - Throws: `NameError`; what the store throws.
  /// - Complexity: O(judgments).
  public func run(on store: Store) async throws -> Outcome {
    try await store.database.read { [self] connection in
      let reader = try StandingReader(connection, query)
      try query.checkNames(reader)
      let groups = Dictionary(grouping: try reader.boards()) { [$0.benchmark, $0.judge] }
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      let rows = try groups.compactMap { _, boards in try row(boards, reader) }
      let fields = Self.fields
      let report = Report(
        name: "drift",
        parameters: query.parameters + [
          Report.Parameter("at", Cell(time: at)), Report.Parameter("floor", .real(floor)),
        ], columns: Array(fields),
        sections: [Report.Section(title: "", rows: rows.map { Report.Row($0, fields) })],
        notes: try query.notes(reader) + notes(rows))
      return Outcome(report: report, hasDrifted: rows.contains(where: \.hasDrifted))
    }
  }

  // MARK: - Private

  private struct Row: Sendable {
    let benchmark: String
    let judge: String
    /// Of the boards that its verdicts stand on.
    let protocols: [String]
    let boards: [String]
    let measures: AgreementMeasures
    let hasMoved: Bool
    let agreesTooLittle: Bool

    var hasDrifted: Bool { hasMoved || agreesTooLittle }
  }

  private func row(_ boards: [Board], _ reader: StandingReader) throws -> Row? {
    let computation = try BoardComputation(reader.connection, reader.facts)
    var verdicts: [[Int64]: [(at: Int64, score: Double)]] = [:]
    for board in boards {
      let models = try BoardModel.stored(reader.connection, boardID: board.id, withSlots: false)
      for model in models {
        let values = try computation.allValues(
          benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: model.modelID)
        for value in values {
          guard let at = value.judgedAt, let score = value.value, !value.answerTextIDs.isEmpty,
            query.turn == nil || query.turn == value.turn,
            query.category.map({ $0 == reader.questions.category(value.questionID) }) ?? true
          else { continue }
          let key =
            [value.questionID, Int64(value.turn ?? 0), model.modelID] + value.answerTextIDs
          verdicts[key, default: []].append((at, score))
        }
      }
    }
    let slots = verdicts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .compactMap { key, verdicts in pair(verdicts).map { slot(key, $0) } }
    guard let measures = AgreementMeasures(slots), let board = boards.first else { return nil }
    let excludesZero = measures.shift.interval.map { !$0.contains(0) } ?? false
    // A few answers that were scored alike have a kappa near zero by chance.
    let isBelow = measures.weightedKappa.interval.map { $0.upperBound < floor } ?? false
    return Row(
      benchmark: board.benchmark, judge: board.judge,
      protocols: Set(boards.compactMap(\.protocolName)).sorted(),
      boards: boards.map(\.key.short).sorted(), measures: measures,
      hasMoved: excludesZero, agreesTooLittle: isBelow)
  }

  private func slot(_ key: [Int64], _ pair: (Double, Double)) -> SharedAnswers.Slot {
    SharedAnswers.Slot(
      model: "", questionID: key[0], turn: Int(key[1]), first: pair.0, second: pair.1)
  }

  /// Before and after; nil where there is not one of each.
  private func pair(_ verdicts: [(at: Int64, score: Double)]) -> (Double, Double)? {
    let sorted = verdicts.sorted { ($0.at, $0.score) < ($1.at, $1.score) }
    guard let at else {
      guard let first = sorted.first, let last = sorted.last, first.at < last.at else { return nil }
      return (first.score, last.score)
    }
    guard let first = sorted.last(where: { $0.at < at }), let last = sorted.last,
      last.at >= at
    else { return nil }
    return (first.score, last.score)
  }

  private func notes(_ rows: [Row]) -> [String] {
    guard !rows.isEmpty else {
      return [
        "No answer was judged twice at different times, so nothing tells of drift; judge some again "
          + "with `judge --fresh --limit N`."
      ]
    }
    return rows.map { row in
      let (shift, kappa) = (row.measures.shift, row.measures.weightedKappa)
      let moved = "scores of the same answers moved by \(Self.words(shift.mean, shift.interval))"
      let causes =
        (row.hasMoved || !row.hasDrifted ? [moved] : [])
        + (row.agreesTooLittle
          ? ["their weighted kappa is \(Self.words(kappa.value ?? 0, kappa.interval))"] : [])
      return
        "\(row.judge) on \(row.benchmark) \(row.hasDrifted ? "has changed" : "shows no change"): "
        + causes.joined(separator: ", and ") + "."
    }
  }

  private static func words(_ value: Double, _ interval: ClosedRange<Double>?) -> String {
    let bounds = interval.map { interval in
      [interval.lowerBound, interval.upperBound]
        .map { DecimalText.fixed($0, digits: 2) }.joined(separator: " to ")
    }
    return "\(DecimalText.fixed(value, digits: 2)) (95 % interval \(bounds ?? "unknown"))"
  }

  private static var fields: [Field<Row>] {
    [
      .text("benchmark") { .text($0.benchmark) },
      .text("judge") { .text($0.judge) },
      .text("protocol", .whenSpace(priority: 1)) {
        $0.protocols.isEmpty ? .null : .text($0.protocols.joined(separator: ", "))
      },
      .text("mode", .machineOnly) { _ in .text(JudgingMode.single.rawValue) },
      .text("board", .whenSpace(priority: 0)) { .text($0.boards.joined(separator: ", ")) },
      .number("n", unit: "rows") { Cell($0.measures.n) },
      .number("mean_a", title: "before", unit: "points", digits: 2) {
        Cell($0.measures.means.first)
      },
      .number("mean_b", title: "after", unit: "points", digits: 2) {
        Cell($0.measures.means.second)
      },
      .number("shift", unit: "points", digits: 2) { Cell($0.measures.shift.mean) },
      .number("se", unit: "points", digits: 2) { Cell($0.measures.shift.standardError) },
      .number("ci_low", unit: "points", digits: 2) {
        Cell($0.measures.shift.interval?.lowerBound)
      },
      .number("ci_high", unit: "points", digits: 2) {
        Cell($0.measures.shift.interval?.upperBound)
      },
      .number("p", unit: Report.Column.probability, digits: 3) { Cell($0.measures.shift.p) },
      .number("exact", unit: Report.Column.rate) { Cell($0.measures.exact.value) },
      .number("kappa_weighted", digits: 3) { Cell($0.measures.weightedKappa.value) },
      .text("drifted") { .boolean($0.hasDrifted) },
    ]
  }
}
