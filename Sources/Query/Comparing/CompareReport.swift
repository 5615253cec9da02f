internal import Storage
public import Warehouse

/// How one model does against others, on every board where both stand.
public struct CompareReport: Sendable {
  private let query: BoardQuery
  private let withQuestions: Bool

  /// A comparison of the query's first model with each of its others.
  ///
  /// - Parameters:
  ///   - query: names two models or more, none of them twice.
  ///   - withQuestions: a row for each question too.
  public init(_ query: BoardQuery, withQuestions: Bool = false) {
    self.query = query
    self.withQuestions = withQuestions
  }

  /// Computes the report.
  ///
  /// Means are over the slots, question and turn, that both models have a score in; of pairs over
  /// the games against each other or, where the two never met, against the same opponents.
  ///
  /// - Throws: `IncomparableError` where the first shares no board with any other; `NameError`,
  ///   `BaselineError`; what the store throws.
  /// - Complexity: O(slots).
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [self] connection in
      let reader = try StandingReader(connection, query)
      let questions = reader.questions
      let boards = try SharedBoard.all(query, reader)
      let order = try QuestionOrder(connection)
      let fields = Self.fields(
        withQuestions: withQuestions, kinds: Set(boards.flatMap { $0 }.map(\.kind)))
      return Report(
        name: "compare", parameters: query.parameters, columns: Array(fields),
        sections: boards.flatMap { board in
          board.map { section($0, questions, order, fields) }
        },
        notes: try query.notes(reader) + missing(boards))
    }
  }

  // MARK: - Private

  private struct Row: BoardRow {
    let title: BoardTitle
    let shared: SharedBoard
    let question: String?
    /// nil: not known.
    let category: String?
    let comparison: Comparison
  }

  private func section(
    _ shared: SharedBoard, _ questions: QuestionCatalog, _ order: QuestionOrder,
    _ fields: [Field<Row>]
  ) -> Report.Section {
    func row(_ slots: [SharedBoard.Slot], question: String?, category: String?) -> Row? {
      Comparison(slots).map {
        Row(
          title: shared.title, shared: shared, question: question, category: category,
          comparison: $0)
      }
    }
    let byCategory = Dictionary(grouping: shared.slots) { questions.category($0.questionID) }
    let categories = byCategory.keys.compactMap(\.self).sorted()
    let all = query.category == nil ? [row(shared.slots, question: nil, category: "all")] : []
    var rows = all + categories.map { row(byCategory[$0] ?? [], question: nil, category: $0) }
    if withQuestions {
      let byQuestion = Dictionary(grouping: shared.slots, by: \.questionID)
        .sorted { order.place($0.key) < order.place($1.key) }
      rows += byQuestion.map { id, slots in
        row(slots, question: order.name(id), category: questions.category(id))
      }
    }
    let words = Comparison(shared.slots)?.words(shared) ?? ""
    return Report.Section(
      title: "\(shared.title.title) · \(shared.first.model) (a) and \(shared.second.model) (b)",
      subtitle: "\(words) · \(shared.title.subtitle)",
      rows: rows.compactMap(\.self).map { Report.Row($0, fields) }, notes: notes(shared))
  }

  private func notes(_ shared: SharedBoard) -> [String] {
    let count = shared.unsharedCount
    guard count > 0 else { return [] }
    return [
      "\(count) \(count == 1 ? "score stands" : "scores stand") on questions or turns that only one "
        + "of \(shared.first.model) and \(shared.second.model) has; these do not count here."
    ]
  }

  /// The models that could not be compared while others could.
  private func missing(_ boards: [[SharedBoard]]) -> [String] {
    let compared = Set(boards.flatMap { $0 }.map(\.second.model))
    return query.models.dropFirst().filter { !compared.contains($0) }.map {
      "\(query.models[0]) and \($0) share no board."
    }
  }

  private static func fields(
    withQuestions: Bool, kinds: Set<SharedBoard.Kind>
  ) -> [Field<Row>] {
    Field.board + names + (withQuestions ? [.text("question") { Cell($0.question) }] : [])
      + numbers(isRate: !kinds.contains(.scores))
  }

  private static var names: [Field<Row>] {
    [
      .inTitle("model_a") { .text($0.shared.first.model) },
      .inTitle("model_b") { .text($0.shared.second.model) },
      .text("category") { Cell($0.category) },
    ]
  }

  private static func numbers(isRate: Bool) -> [Field<Row>] {
    let unit = isRate ? Report.Column.rate : "points"
    let digits = isRate ? 1 : 2
    return [
      .number("a", unit: unit, digits: digits) { Cell($0.comparison.first) },
      .number("b", unit: unit, digits: digits) { Cell($0.comparison.second) },
      .number("delta", unit: unit, digits: digits) { Cell($0.comparison.delta) },
      // Null until the statistics of comparisons are there; the keys are the contract's.
      .number("se", unit: unit, .machineOnly) { _ in .null },
      .number("ci_low", unit: unit, .machineOnly) { _ in .null },
      .number("ci_high", unit: unit, .machineOnly) { _ in .null },
      .number("p", .machineOnly) { _ in .null },
      .number("p_adjusted", .machineOnly) { _ in .null },
      .number("mdd", unit: unit, .machineOnly) { _ in .null },
      .number("wins", unit: "rows") { Cell($0.comparison.wins) },
      .number("losses", unit: "rows") { Cell($0.comparison.losses) },
      .number("ties", unit: "rows") { Cell($0.comparison.ties) },
      .number("n", title: "questions", unit: "rows") { Cell($0.comparison.questionCount) },
    ]
  }
}
