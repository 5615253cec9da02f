public import Statistics
internal import Storage
public import Warehouse

/// How one model does against others, on every board where both stand.
public struct CompareReport: Sendable {
  private let query: BoardQuery
  private let options: Options

  /// What is computed beside the differences.
  public struct Options: Sendable {
    /// A row for each question too.
    public var questions = false
    /// How tests are corrected for their number.
    public var adjustment = Adjustment.holm
    /// Whether models that share no board are compared all the same.
    public var allowsMixed = false

    /// No questions, Holm's correction, nothing mixed.
    public init() {}
  }

  /// A comparison of the query's first model with each of its others.
  ///
  /// - Parameter query: names two models or more, none of them twice.
  public init(_ query: BoardQuery, _ options: Options = Options()) {
    self.query = query
    self.options = options
  }

  /// Computes the report.
  ///
  /// Means are over the slots, question and turn, that both models have a score in; of pairs over
  /// the games against each other or, where the two never met, against the same opponents. The
  /// tests of all models over all questions are corrected together, and those of categories and
  /// turns together.
  ///
  /// - Throws: `IncomparableError` where the first shares no board with any other; `NameError`,
  ///   `BaselineError`; what the store throws.
  /// - Complexity: O(slots).
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [self] connection in
      let reader = try StandingReader(connection, query, wantsSlots: true)
      let boards = try SharedBoard.all(query, reader, allowsMixed: options.allowsMixed)
      let order = try QuestionOrder(connection)
      let fields = Self.fields(
        withQuestions: options.questions, kinds: Set(boards.flatMap { $0 }.map(\.kind)))
      let context = ModelContext(reader)
      let compared = boards.flatMap { board in
        adjusted(board.map { rows($0, reader.questions, order) })
      }
      return Report(
        name: "compare",
        parameters: query.parameters + [
          Report.Parameter("adjust", .text(options.adjustment.rawValue)),
          Report.Parameter("allow_mixed", .boolean(options.allowsMixed)),
        ], columns: Array(fields),
        sections: try compared.map { rows in
          try section(rows, order, context, fields)
        },
        notes: try query.notes(reader) + missing(boards))
    }
  }

  // MARK: - Private

  private struct Row: BoardRow {
    let shared: SharedBoard
    let question: String?
    /// `all`, a category or a turn; nil: not known.
    let category: String?
    let comparison: Comparison
    let isPart: Bool
    var adjusted: Double?

    var title: BoardTitle { shared.title }
  }

  /// The rows of a model: over everything, then by category and turn, then by question.
  private func rows(
    _ shared: SharedBoard, _ questions: QuestionCatalog, _ order: QuestionOrder
  ) -> [Row] {
    func row(
      _ slots: [SharedBoard.Slot], question: String? = nil, category: String?, isPart: Bool
    ) -> Row? {
      Comparison(slots).map {
        Row(
          shared: shared, question: question, category: category, comparison: $0, isPart: isPart)
      }
    }
    let byCategory = Dictionary(grouping: shared.slots) { questions.category($0.questionID) }
    let categories = byCategory.keys.compactMap(\.self).sorted()
    var rows =
      query.category == nil ? [row(shared.slots, category: "all", isPart: false)] : []
    rows += categories.map {
      row(byCategory[$0] ?? [], category: $0, isPart: query.category == nil)
    }
    let byTurn = Dictionary(grouping: shared.slots, by: \.turn)
    if byTurn.count > 1, query.category == nil {
      rows += byTurn.keys.compactMap(\.self).sorted().map { turn in
        row(byTurn[turn] ?? [], category: "turn \(turn)", isPart: true)
      }
    }
    if options.questions {
      let byQuestion = Dictionary(grouping: shared.slots, by: \.questionID)
        .sorted { order.place($0.key) < order.place($1.key) }
      rows += byQuestion.map { id, slots in
        row(
          slots, question: order.name(id), category: questions.category(id), isPart: true)
      }
    }
    return rows.compactMap(\.self)
  }

  /// The rows of a board's models with probabilities corrected within each family of tests.
  private func adjusted(_ models: [[Row]]) -> [[Row]] {
    var models = models
    for isPart in [false, true] {
      var places: [(Int, Int)] = []
      var p: [Double] = []
      for (model, rows) in models.enumerated() {
        for (index, row) in rows.enumerated() where row.isPart == isPart {
          guard let value = row.comparison.p else { continue }
          places.append((model, index))
          p.append(value)
        }
      }
      for (place, value) in zip(places, options.adjustment.adjusted(p)) {
        models[place.0][place.1].adjusted = value
      }
    }
    return models.filter { !$0.isEmpty }
  }

  private func section(
    _ rows: [Row], _ order: QuestionOrder, _ context: ModelContext, _ fields: [Field<Row>]
  ) throws -> Report.Section {
    let shared = rows[0].shared
    let (a, b) = (shared.first.model, shared.second.model)
    let headline = rows[0].comparison
    let models = [(name: a, id: shared.first.modelID), (name: b, id: shared.second.modelID)]
    let benchmarkID = shared.title.ranked.board.benchmarkID
    let more = [
      try context.differences(models[0], models[1], benchmarkID: benchmarkID),
      try context.costs(models, benchmarkID: benchmarkID),
    ].compactMap(\.self)
    return Report.Section(
      title: "\(shared.title.title) · \(a) (a) and \(b) (b)",
      subtitle: "\(headline.words(shared.kind, a, b)) · \(shared.title.subtitle)",
      rows: rows.map { Report.Row($0, fields) },
      notes: [headline.verdict(shared.kind, p: rows[0].adjusted)] + notes(shared, headline, order)
        + more)
  }

  private func notes(
    _ shared: SharedBoard, _ headline: Comparison, _ order: QuestionOrder
  ) -> [String] {
    var notes: [String] = []
    if !shared.mixedAxes.isEmpty {
      notes.append(
        "\(shared.first.model) and \(shared.second.model) share no board; what is compared here "
          + "differs in \(shared.mixedAxes.joined(separator: ", ")), and the difference may be theirs."
      )
    }
    if let test = headline.mcNemar {
      notes.append(
        "Every score is right or wrong: p is McNemar's, \(test.isExact ? "exact" : "by chi-squared")."
      )
    }
    if let moved = moved(shared, order) { notes.append(moved) }
    let count = shared.unsharedCount
    guard count > 0 else { return notes }
    return notes + [
      "\(count) \(count == 1 ? "score stands" : "scores stand") on questions or turns that only one "
        + "of \(shared.first.model) and \(shared.second.model) has; these do not count here."
    ]
  }

  /// The five questions with the largest differences.
  private func moved(_ shared: SharedBoard, _ order: QuestionOrder) -> String? {
    guard shared.kind == .scores else { return nil }
    let byQuestion = Dictionary(grouping: shared.slots, by: \.questionID)
      .compactMap { id, slots in Comparison(slots).map { (id: id, delta: $0.delta) } }
      .filter { $0.delta != 0 }
      .sorted { left, right in
        left.delta.magnitude != right.delta.magnitude
          ? left.delta.magnitude > right.delta.magnitude
          : order.place(left.id) < order.place(right.id)
      }
    guard byQuestion.count > 1 else { return nil }
    let words = byQuestion.prefix(5).map { question in
      "\(order.name(question.id)) (\(question.delta > 0 ? "+" : "-")"
        + "\(Comparison.amount(question.delta.magnitude, unit: "")))"
    }
    return "Questions that differ most: \(words.joined(separator: ", "))."
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
      .number("a", unit: unit, digits: digits) { Cell($0.comparison.paired.first) },
      .number("b", unit: unit, digits: digits) { Cell($0.comparison.paired.second) },
      .number("delta", unit: unit, digits: digits) { Cell($0.comparison.delta) },
      .number("se", unit: unit, digits: digits, .whenSpace(priority: 2)) {
        Cell($0.comparison.paired.difference.standardError)
      },
      .number("ci_low", unit: unit, digits: digits, .whenSpace(priority: 4)) {
        Cell($0.comparison.interval?.lowerBound)
      },
      .number("ci_high", unit: unit, digits: digits, .whenSpace(priority: 4)) {
        Cell($0.comparison.interval?.upperBound)
      },
      .number("p", unit: Report.Column.probability, digits: 3, .whenSpace(priority: 1)) {
        Cell($0.comparison.p)
      },
      .number("p_adjusted", unit: Report.Column.probability, digits: 3, .whenSpace(priority: 5)) {
        Cell($0.adjusted)
      },
      .number("mdd", unit: unit, digits: digits, .whenSpace(priority: 3)) {
        Cell($0.comparison.paired.minimumDetectable)
      },
      .number("wins", unit: "rows") { Cell($0.comparison.paired.wins) },
      .number("losses", unit: "rows") { Cell($0.comparison.paired.losses) },
      .number("ties", unit: "rows") { Cell($0.comparison.paired.ties) },
      .number("n", title: "questions", unit: "rows") { Cell($0.comparison.questionCount) },
    ]
  }
}
