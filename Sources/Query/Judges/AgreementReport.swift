internal import Statistics
internal import Storage
public import Warehouse

/// How far judges agree: two judges of single answers on their scores, and judges of pairs and
/// people on which answer is better.
public struct AgreementReport: Sendable {
  private let query: BoardQuery
  private let judges: [String]

  /// Every two judges of what the query is about.
  ///
  /// - Parameter judges: only these, `NAME` or `NAME@DIGEST`; empty: all.
  public init(_ query: BoardQuery, judges: [String] = []) {
    self.query = query
    self.judges = judges
  }

  /// Computes the report: for every two judges a row over everything, and one for each category.
  ///
  /// - Throws: `IncomparableError` where no two judges have verdicts on the same answers;
  ///   `NameError`; what the store throws.
  /// - Complexity: O(judgments), and O(questions · slots · log slots) for each two judges.
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [self] connection in
      let reader = try StandingReader(connection, query, wantsSlots: true)
      try query.checkNames(reader)
      let boards = try asked(reader.boards())
      let scores = try scoreSections(boards, reader)
      let votes = try voteSections(boards, reader)
      guard !scores.isEmpty || !votes.isEmpty else { throw IncomparableError(axis: "judge") }
      let fields = Self.fields(withVotes: !votes.isEmpty, withScores: !scores.isEmpty)
      return Report(
        name: "agreement",
        parameters: query.parameters + [Report.Parameter("judges", .list(judges.map(Cell.text)))],
        columns: Array(fields),
        sections: (scores + votes).map { draft in
          Report.Section(
            title: draft.title, rows: draft.rows.map { Report.Row($0, fields) }, notes: draft.notes)
        },
        notes: try query.notes(reader))
    }
  }

  // MARK: - Private

  private struct Draft {
    let title: String
    let rows: [Row]
    let notes: [String]
  }

  private struct Row: Sendable {
    let benchmark: String
    let mode: JudgingMode
    let first: (judge: String, board: String?, protocolName: String?)
    let second: (judge: String, board: String?, protocolName: String?)
    let category: String
    var scores: AgreementMeasures?
    var votes: VoteAgreement?
    var voteInterval: ClosedRange<Double>?
  }

  private func asked(_ boards: [Board]) throws -> [Board] {
    for judge in judges {
      try NameError.check(
        String(judge.prefix { $0 != "@" }), kind: "judge", among: boards.map(\.judge))
    }
    return judges.isEmpty
      ? boards : boards.filter { board in judges.contains(where: board.isJudged) }
  }

  private func scoreSections(_ boards: [Board], _ reader: StandingReader) throws -> [Draft] {
    let single = boards.filter { $0.mode == .single }
    var drafts: [Draft] = []
    for (place, first) in single.enumerated() {
      for second in single[(place + 1)...] where second.benchmarkID == first.benchmarkID {
        let shared = try SharedAnswers(first, second, reader)
        guard !shared.slots.isEmpty else { continue }
        let byCategory = Dictionary(grouping: shared.slots) {
          reader.questions.category($0.questionID)
        }
        let parts =
          [("all", shared.slots)]
          + byCategory.compactMap { name, slots in name.map { ($0, slots) } }
          .sorted { $0.0 < $1.0 }
        let rows = parts.map { name, slots in
          Row(
            benchmark: first.benchmark, mode: .single,
            first: (first.judge, first.key.short, first.protocolName),
            second: (second.judge, second.key.short, second.protocolName), category: name,
            scores: AgreementMeasures(slots))
        }
        drafts.append(
          Draft(
            title: "\(first.benchmark) · scores of \(first.voterName) (a) and "
              + "\(second.voterName) (b)",
            rows: rows, notes: Self.places(shared) + shared.notes))
      }
    }
    return drafts
  }

  /// How ranks change from one judge to the other, on what both judged.
  private static func places(_ shared: SharedAnswers) -> [String] {
    let byModel = Dictionary(grouping: shared.slots, by: \.model)
    guard byModel.count > 1 else { return [] }
    func ranks(_ value: (SharedAnswers.Slot) -> Double) -> [String: Int] {
      let means = byModel.mapValues { slots in slots.map(value).sum / Double(slots.count) }
      return means.mapValues { mean in means.values.count { $0 > mean } + 1 }
    }
    let (a, b) = (ranks(\.first), ranks(\.second))
    let moved = byModel.keys.filter { a[$0] != b[$0] }
      .sorted { (a[$0] ?? 0, $0) < (a[$1] ?? 0, $1) }
    let names = byModel.keys.sorted()
    let rho = Correlation.spearman(
      names.map { Double(a[$0] ?? 0) }, names.map { Double(b[$0] ?? 0) })
    let words = moved.map { "\($0) \(a[$0] ?? 0) → \(b[$0] ?? 0)" }.joined(separator: ", ")
    let correlation =
      rho.map { " Spearman of the ranks \(DecimalText.fixed($0, digits: 3))." } ?? ""
    return [
      moved.isEmpty
        ? "All \(names.count) models have the same ranks under both.\(correlation)"
        : "Of \(names.count) models \(moved.count) change places: \(words).\(correlation)"
    ]
  }

  private func voteSections(_ boards: [Board], _ reader: StandingReader) throws -> [Draft] {
    let byBenchmark = Dictionary(grouping: boards, by: \.benchmark).sorted { $0.key < $1.key }
    return try byBenchmark.flatMap { benchmark, boards -> [Draft] in
      let voters = try VoteTable(boards, reader).voters
      var pairs: [(VoteTable.Voter, VoteTable.Voter?)] = []
      for (place, a) in voters.enumerated() {
        for b in voters[(place + 1)...] { pairs.append((a, b)) }
        if a.isPeople { pairs.append((a, nil)) }
      }
      return pairs.compactMap { draft(benchmark, $0, $1, reader.questions) }
    }
  }

  private func draft(
    _ benchmark: String, _ a: VoteTable.Voter, _ b: VoteTable.Voter?,
    _ questions: QuestionCatalog
  ) -> Draft? {
    func row(_ name: String, _ counts: (VoteTable.Pair) -> Bool) -> Row? {
      let found = VoteTable.agreement(a, b, where: counts)
      guard found.agreement.all.count > 0 else { return nil }
      let clusters = Dictionary(grouping: found.votes, by: \.question).sorted { $0.key < $1.key }
        .map { _, votes in
          ClusteredMean.Cluster(
            count: votes.count, sum: Double(votes.count { $0.agrees }))
        }
      return Row(
        benchmark: benchmark, mode: .pairwise, first: (a.name, nil, nil),
        second: (b?.name ?? a.name, nil, nil), category: name, votes: found.agreement,
        voteInterval: clusters.count > 1
          ? ClusteredMean(clusters).flatMap(WilsonInterval.of) : nil)
    }
    guard let all = row("all", { _ in true }) else { return nil }
    let pairs = a.votes.keys
    let turns = Set(pairs.compactMap(\.turn)).sorted()
    let categories = Set(pairs.compactMap { questions.category($0.questionID) }).sorted()
    let parts =
      (turns.count > 1 ? turns.map { turn in row("turn \(turn)") { $0.turn == turn } } : [])
      + categories.map { name in
        row(name) { questions.category($0.questionID) == name }
      }
    return Draft(
      title: "\(benchmark) · votes of \(a.name) (a) and \(b?.name ?? "one another") (b)",
      rows: [all] + parts.compactMap(\.self),
      notes: [
        "exact keeps ties, where chance gives a third; decided counts pairs that both decide, where "
          + "chance gives a half."
      ])
  }

  private static func fields(withVotes: Bool, withScores: Bool) -> [Field<Row>] {
    board + (withScores ? means : []) + common + (withVotes ? votes : [])
      + (withScores ? scores : [])
  }

  private static var board: [Field<Row>] {
    [
      .inTitle("benchmark") { .text($0.benchmark) },
      .inTitle("judge") { .text($0.first.judge) },
      .inTitle("protocol") { Cell($0.first.protocolName) },
      .inTitle("mode") { .text($0.mode.rawValue) },
      .inTitle("board") { Cell($0.first.board) },
      .inTitle("judge_b") { .text($0.second.judge) },
      .inTitle("protocol_b") { Cell($0.second.protocolName) },
      .inTitle("board_b") { Cell($0.second.board) },
      .text("category") { .text($0.category) },
      .number("n", unit: "rows") { Cell($0.scores?.n ?? $0.votes?.all.count) },
    ]
  }

  private static var means: [Field<Row>] {
    [
      .number("mean_a", unit: "points", digits: 2) { Cell($0.scores?.means.first) },
      .number("mean_b", unit: "points", digits: 2) { Cell($0.scores?.means.second) },
      .number("shift", unit: "points", digits: 2) { Cell($0.scores?.shift.mean) },
      .number("shift_low", unit: "points", digits: 2, .whenSpace(priority: 5)) {
        Cell($0.scores?.shift.interval?.lowerBound)
      },
      .number("shift_high", unit: "points", digits: 2, .whenSpace(priority: 5)) {
        Cell($0.scores?.shift.interval?.upperBound)
      },
    ]
  }

  private static var common: [Field<Row>] {
    [
      .number("exact", unit: Report.Column.rate) {
        Cell($0.scores?.exact.value ?? $0.votes?.withTies)
      },
      .number("exact_low", unit: Report.Column.rate, .whenSpace(priority: 2)) {
        Cell(($0.scores?.exact.interval ?? $0.voteInterval)?.lowerBound)
      },
      .number("exact_high", unit: Report.Column.rate, .whenSpace(priority: 2)) {
        Cell(($0.scores?.exact.interval ?? $0.voteInterval)?.upperBound)
      },
    ]
  }

  private static var votes: [Field<Row>] {
    [
      .number("decided", unit: Report.Column.rate) { Cell($0.votes?.withoutTies) },
      .number("decided_n", unit: "rows") { Cell($0.votes?.decided.count) },
    ]
  }

  private static func measure(
    _ name: String, _ value: @escaping @Sendable (AgreementMeasures) -> AgreementMeasures.Measure
  ) -> [Field<Row>] {
    [
      .number(name, digits: 3) { Cell($0.scores.flatMap { value($0).value }) },
      .number("\(name)_low", digits: 3, .whenSpace(priority: 3)) {
        Cell($0.scores.flatMap { value($0).interval?.lowerBound })
      },
      .number("\(name)_high", digits: 3, .whenSpace(priority: 3)) {
        Cell($0.scores.flatMap { value($0).interval?.upperBound })
      },
    ]
  }

  private static var scores: [Field<Row>] {
    measure("kappa") { $0.kappa } + measure("kappa_weighted") { $0.weightedKappa }
      + measure("spearman") { $0.spearman } + [
        .number("pearson", digits: 3, .whenSpace(priority: 1)) { Cell($0.scores?.pearson) },
        .number("mean_distance", unit: "points", digits: 2, .whenSpace(priority: 1)) {
          Cell($0.scores?.meanDistance)
        },
      ]
  }
}
