internal import Statistics
internal import Storage
public import Warehouse

/// How many questions, repeats or judges a difference needs, going by how much two models' stored
/// scores differ from question to question.
public struct PowerReport: Sendable {
  private let query: BoardQuery
  private let differences: [Double]
  private let power: Double
  private let alpha: Double

  /// A report on the query's first model against each other.
  ///
  /// - Parameters:
  ///   - differences: that are wanted; empty: the smallest that is found now, and parts of it.
  ///   - power: the share of studies that are to find them.
  ///   - alpha: the two-sided level.
  public init(
    _ query: BoardQuery, differences: [Double] = [], power: Double = 0.8, alpha: Double = 0.05
  ) {
    self.query = query
    self.differences = differences
    self.power = power
    self.alpha = alpha
  }

  /// Computes the report.
  ///
  /// - Throws: `IncomparableError`, `NameError`, `PowerError`; what the store throws.
  /// - Complexity: O(judgments of the models).
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [self] connection in
      guard let design = Power(alpha: alpha, power: power) else { throw PowerError.range }
      let reader = try StandingReader(connection, query, wantsSlots: true)
      let boards = try SharedBoard.all(query, reader).flatMap(\.self)
      let fields = Self.fields(isRate: boards.allSatisfy { $0.kind != .scores })
      let noise = try VerdictNoise(reader)
      let sections = try boards.map { shared in
        try section(shared, others: boards, noise, design, fields)
      }
      return Report(
        name: "power",
        parameters: query.parameters + [
          Report.Parameter("power", .real(power)), Report.Parameter("alpha", .real(alpha)),
        ], columns: Array(fields), sections: sections, notes: try query.notes(reader))
    }
  }

  // MARK: - Private

  private struct Row: BoardRow {
    let shared: SharedBoard
    let difference: Double?
    let questions: Int
    /// Of one question's difference.
    let variance: Double
    let repeatVariance: Double?
    let judgeVariance: Double?
    let needed: Double?
    let repeats: Double?
    let judges: Double?
    let powerNow: Double?
    let detectable: Double

    var title: BoardTitle { shared.title }
  }

  private func section(
    _ shared: SharedBoard, others: [SharedBoard], _ noise: VerdictNoise, _ design: Power,
    _ fields: [Field<Row>]
  ) throws -> Report.Section {
    let comparison = Comparison(shared.slots)
    let title = "\(shared.title.title) · \(shared.first.model) and \(shared.second.model)"
    guard let comparison, let error = comparison.paired.difference.standardError, error > 0 else {
      return Report.Section(
        title: title, subtitle: shared.title.subtitle, rows: [],
        notes: [
          "The differences of \(shared.first.model) and \(shared.second.model) do not vary, or there "
            + "is one question only; how much others would is not known."
        ])
    }
    let count = comparison.questionCount
    let variance = error * error * Double(count)
    let detectable = (design.factor * variance / Double(count)).squareRoot()
    let repeatVariance = try noise.variance(shared)
    let judgeVariance = Self.judgeVariance(shared, others)
    let wanted = differences.isEmpty ? [1, 0.5, 0.25].map { $0 * detectable } : differences
    let rows = wanted.map { difference in
      func needed(_ within: Double?) -> Double? {
        guard let within, within > 0 else { return nil }
        let parts = Power.Variance(
          betweenQuestions: max(0, variance - within), first: within)
        return design.repeats(for: difference, parts, questions: count)
      }
      let whole = Power.Variance(betweenQuestions: variance)
      return Row(
        shared: shared, difference: difference, questions: count, variance: variance,
        repeatVariance: repeatVariance, judgeVariance: judgeVariance,
        needed: design.questions(for: difference, whole), repeats: needed(repeatVariance),
        judges: needed(judgeVariance),
        powerNow: NormalDistribution.quantile(1 - alpha / 2).map {
          NormalDistribution.cumulative(difference.magnitude / error - $0)
        }, detectable: detectable)
    }
    return Report.Section(
      title: title, subtitle: shared.title.subtitle,
      rows: rows.map { Report.Row($0, fields) }, notes: notes(rows[0], shared))
  }

  private func notes(_ row: Row, _ shared: SharedBoard) -> [String] {
    let unit = shared.kind == .scores ? "" : " points"
    let scale = shared.kind == .scores ? 1.0 : 100
    var notes = [
      "\(row.questions) questions find a difference of "
        + "\(Comparison.amount(row.detectable * scale, unit: unit)) or more in "
        + "\(DecimalText.fixed(power, digits: 0, shift: 2)) of 100 studies."
    ]
    if row.repeatVariance == nil {
      notes.append(
        "No verdict was repeated, so what repeats would help is not known; `judge --repeat K` tells."
      )
    }
    if row.judgeVariance == nil {
      notes.append(
        "No second judge has verdicts on both models, so what more judges would help is not known.")
    }
    return notes
  }

  /// How a question's difference varies from judge to judge; nil with one judge.
  private static func judgeVariance(_ shared: SharedBoard, _ others: [SharedBoard]) -> Double? {
    let same = others.filter {
      $0.second.model == shared.second.model && $0.kind == shared.kind
        && $0.title.ranked.board.benchmarkID == shared.title.ranked.board.benchmarkID
    }
    guard same.count > 1 else { return nil }
    let byQuestion = same.map { board in
      Dictionary(grouping: board.slots.filter { $0.delta != nil }, by: \.questionID)
        .mapValues { slots in slots.compactMap(\.delta).sum / Double(slots.count) }
    }
    var (squares, freedom) = (0.0, 0)
    for question in Set(byQuestion.flatMap(\.keys)).sorted() {
      let values = byQuestion.compactMap { $0[question] }
      guard values.count > 1 else { continue }
      let mean = values.sum / Double(values.count)
      squares += values.map { ($0 - mean) * ($0 - mean) }.sum
      freedom += values.count - 1
    }
    return freedom > 0 ? squares / Double(freedom) : nil
  }

  private static func fields(isRate: Bool) -> [Field<Row>] {
    let unit = isRate ? Report.Column.rate : "points"
    let digits = isRate ? 1 : 2
    return Field.board + [
      .inTitle("model_a") { .text($0.shared.first.model) },
      .inTitle("model_b") { .text($0.shared.second.model) },
      .number("difference", unit: unit, digits: digits) { Cell($0.difference) },
      .number("questions", title: "questions needed", unit: "rows") { row in
        Cell(row.needed.map(Self.up))
      },
      .number("repeats", title: "or repeats", unit: "rows") { Cell($0.repeats.map(Self.up)) },
      .number("judges", title: "or judges", unit: "rows") { Cell($0.judges.map(Self.up)) },
      .number("power", unit: Report.Column.rate, digits: 0) { Cell($0.powerNow) },
      .number("mdd", unit: unit, digits: digits, .whenSpace(priority: 2)) {
        Cell($0.detectable)
      },
      .number("n", title: "questions now", unit: "rows", .whenSpace(priority: 3)) {
        Cell($0.questions)
      },
      .number("variance", digits: 3, .whenSpace(priority: 1)) { Cell($0.variance) },
      .number("variance_repeats", digits: 3, .whenSpace(priority: 1)) { Cell($0.repeatVariance) },
      .number("variance_judges", digits: 3, .whenSpace(priority: 1)) { Cell($0.judgeVariance) },
    ]
  }

  /// To the next whole number; what no store will ever hold is the largest.
  private static func up(_ value: Double) -> Int { Int(min(value.rounded(.up), 1e15)) }
}

/// Why a design cannot be judged.
public enum PowerError: Error, Equatable, CustomStringConvertible {
  /// The level or the power is none.
  case range

  /// One line for a person.
  public var description: String { "--power and --alpha lie between 0 and 1" }
}
