internal import Storage
public import Warehouse

/// Two models' answers and verdicts side by side, worst for the first model first.
public struct DiffReport: Sendable {
  private let query: BoardQuery
  private let question: String?
  private let limit: Int?

  /// A report on the query's two models.
  ///
  /// - Parameters:
  ///   - query: names two models.
  ///   - question: only this one, by the benchmark's own id; nil: all.
  ///   - limit: at most so many comparisons of each board; nil: all.
  public init(_ query: BoardQuery, question: String? = nil, limit: Int? = nil) {
    self.query = query
    self.question = question
    self.limit = limit
  }

  /// Computes the report, the lowest difference first, equal ones in order of the questions.
  ///
  /// Answers are those that the judgments which stand had before them; an answer that its
  /// judgment does not tell is null. Of pairs only games against each other are shown.
  ///
  /// - Throws: `IncomparableError`, `NameError`; what the store throws.
  /// - Complexity: O(slots), and the texts of what is shown.
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [self] connection in
      let reader = try StandingReader(connection, query)
      let questions = reader.questions
      let order = try QuestionOrder(connection)
      let boards = try comparable(reader)
      let shown = try asked(boards, order)
      let texts = try VerdictTexts(reader)
      let isRate = boards.allSatisfy { $0.kind != .scores }
      let fields = Self.fields(isRate: isRate)
      var sections: [Report.Section] = []
      var left = 0
      for (shared, slots) in shown {
        let limited = Array(slots.prefix(limit ?? slots.count))
        left += slots.count - limited.count
        sections.append(
          try section(shared, limited, Source(texts, questions, order), fields))
      }
      return Report(
        name: "diff", parameters: parameters, columns: Array(fields), sections: sections,
        notes: try query.notes(reader) + (left == 0 ? [] : [more(left)]), layout: .sideBySide)
    }
  }

  // MARK: - Private

  private struct Source {
    let texts: VerdictTexts
    let questions: QuestionCatalog
    let order: QuestionOrder

    init(_ texts: VerdictTexts, _ questions: QuestionCatalog, _ order: QuestionOrder) {
      (self.texts, self.questions, self.order) = (texts, questions, order)
    }
  }

  private struct Row: BoardRow {
    let title: BoardTitle
    let shared: SharedBoard
    let slot: SharedBoard.Slot
    let question: String
    let category: String?
    var questionText: String?
    var answers: (first: String?, second: String?)
    var judgments: (first: String?, second: String?)
  }

  private var parameters: [Report.Parameter] {
    query.parameters + [
      Report.Parameter("question", Cell(question)), Report.Parameter("limit", Cell(limit)),
    ]
  }

  private func more(_ count: Int) -> String {
    "\(count) more \(count == 1 ? "comparison is" : "comparisons are") not shown; "
      + "--limit N shows N of each board, --question ID one question."
  }

  /// The boards that show texts of both: games against others are not about the two.
  private func comparable(_ reader: StandingReader) throws -> [SharedBoard] {
    let boards = try SharedBoard.all(query, reader).flatMap { $0 }.filter { $0.kind != .opponents }
    guard boards.isEmpty else { return boards }
    throw IncomparableError(neverMet: query.models)
  }

  /// The slots of each board that are asked for, in the order in which they are shown.
  private func asked(
    _ boards: [SharedBoard], _ order: QuestionOrder
  ) throws -> [(SharedBoard, [SharedBoard.Slot])] {
    if let question {
      let known = boards.flatMap { $0.slots.map { order.name($0.questionID) } }
      try NameError.check(question, kind: "question of both models", among: known)
    }
    return boards.compactMap { shared in
      let slots = shared.slots.filter { slot in
        question.map { $0 == order.name(slot.questionID) } ?? true
      }
      let sorted = slots.enumerated().sorted { left, right in
        let deltas = (left.element.delta ?? .infinity, right.element.delta ?? .infinity)
        return deltas.0 != deltas.1 ? deltas.0 < deltas.1 : left.offset < right.offset
      }
      return slots.isEmpty ? nil : (shared, sorted.map(\.element))
    }
  }

  private func section(
    _ shared: SharedBoard, _ slots: [SharedBoard.Slot], _ source: Source, _ fields: [Field<Row>]
  ) throws -> Report.Section {
    let board = shared.title.ranked.board
    let first = try Verdicts(
      source.texts.verdicts(board, shared.first), opponent: shared.opponent(of: shared.first))
    let second = try Verdicts(
      source.texts.verdicts(board, shared.second), opponent: shared.opponent(of: shared.second))
    let rows = try slots.map { slot in
      let (left, right) = (first[slot], second[slot])
      let known = left?.questionTextID ?? right?.questionTextID
      let asked = try known ?? source.texts.questionText(slot.questionID, turn: slot.turn)
      return Row(
        title: shared.title, shared: shared, slot: slot,
        question: source.order.name(slot.questionID),
        category: source.questions.category(slot.questionID),
        questionText: try source.texts.text(asked),
        answers: (
          try source.texts.text(left?.answerTextID), try source.texts.text(right?.answerTextID)
        ),
        judgments: (
          try source.texts.text(left?.judgmentTextID), try source.texts.text(right?.judgmentTextID)
        ))
    }
    return Report.Section(
      title: "\(shared.title.title) · \(shared.first.model) and \(shared.second.model)",
      subtitle: shared.title.subtitle, rows: rows.map { Report.Row($0, fields) })
  }

  /// The verdicts of one model by their slots.
  private struct Verdicts {
    private struct Place: Hashable {
      let questionID: Int64
      let turn: Int?
    }

    private var byPlace: [Place: VerdictTexts.Verdict] = [:]

    /// - Parameter opponent: whom the games are against; nil: any, or nobody.
    init(_ verdicts: [VerdictTexts.Verdict], opponent: Int64?) {
      for verdict in verdicts where opponent == nil || verdict.opponentID == opponent {
        let place = Place(questionID: verdict.questionID, turn: verdict.turn)
        // Of several samples or repeats the first is shown.
        byPlace[place] = byPlace[place] ?? verdict
      }
    }

    subscript(slot: SharedBoard.Slot) -> VerdictTexts.Verdict? {
      byPlace[Place(questionID: slot.questionID, turn: slot.turn)]
    }
  }

  private static func fields(isRate: Bool) -> [Field<Row>] {
    let unit = isRate ? Report.Column.rate : "points"
    let digits = isRate ? 1 : 2
    return Field.board + [
      .inTitle("model_a") { .text($0.shared.first.model) },
      .inTitle("model_b") { .text($0.shared.second.model) },
      .text("question") { .text($0.question) },
      .text("category") { Cell($0.category) },
      .number("turn") { Cell($0.slot.turn) },
      .number("score_a", unit: unit, digits: digits) { Cell($0.slot.first) },
      .number("score_b", unit: unit, digits: digits) { Cell($0.slot.second) },
      .number("delta", unit: unit, digits: digits) { Cell($0.slot.delta) },
      .text("question_text") { Cell($0.questionText) },
      .text("answer_a") { Cell($0.answers.first) },
      .text("answer_b") { Cell($0.answers.second) },
      .text("judgment_a") { Cell($0.judgments.first) },
      .text("judgment_b") { Cell($0.judgments.second) },
    ]
  }
}

extension SharedBoard {
  /// Whom a model's games are against; nil where that is nobody in particular.
  fileprivate func opponent(of model: ModelSlots) -> Int64? {
    guard kind == .headToHead else { return nil }
    return model.modelID == first.modelID ? second.modelID : first.modelID
  }
}
