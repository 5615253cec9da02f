/// Adds published figures to a finished report: sections of their own behind those of the boards.
public struct PublishedRows: Sendable {
  private let query: BoardQuery

  /// What the figures are to be about.
  ///
  /// - Parameter query: of its filters benchmark, judge, mode, category and turn count; all
  ///   published models are shown, whichever of the store's were asked for.
  public init(_ query: BoardQuery) {
    self.query = query
  }

  /// A leaderboard, or the categories in either form, with the published figures behind it.
  ///
  /// Their rows have the board `published`, the label `published`, no rank, and the source in a
  /// column of its own. Where the query is about something else, a note says so.
  public func added(to report: Report) -> Report {
    guard isAbout else {
      return report.with(
        notes: ["Published scores are there for mt_bench in single mode, judged by gpt-4."])
    }
    let grid = !report.columns.contains { $0.name == "board" }
    let widened = grid ? report.columns + missingCategories(report) : report.columns
    let columns = widened + [Report.Column("source", isInSectionTitle: true)]
    let nulls = Array(repeating: Cell.null, count: columns.count - report.columns.count)
    let own = report.sections.map { section in
      section.with(rows: section.rows.map { Report.Row($0.cells + nulls, emphasis: $0.emphasis) })
    }
    let published = PublishedScores.sources.map { source in
      section(source, columns, perCategory: columns.contains { $0.name == "category" })
    }
    return Report(
      name: report.name, parameters: report.parameters, columns: columns,
      sections: own + published.filter { !$0.rows.isEmpty }, notes: report.notes + [Self.caveat],
      layout: report.layout)
  }

  // MARK: - Private

  private static let caveat =
    "Published scores were reported by others and are not ranked: neither the judge's version nor "
    + "the answers behind them are known to this store."

  private var isAbout: Bool {
    (query.benchmark ?? PublishedScores.benchmark) == PublishedScores.benchmark
      && (query.mode ?? .single) == .single
      && (query.judge ?? PublishedScores.judge) == PublishedScores.judge
  }

  /// Categories of published figures that the store's boards have no column for.
  private func missingCategories(_ report: Report) -> [Report.Column] {
    let known = Set(report.columns.map(\.name))
    let all = Set(PublishedScores.sources.flatMap(\.figures).flatMap(\.categories.keys))
    let wanted = query.category.map { all.intersection([$0]) } ?? all
    return wanted.subtracting(known).sorted().map {
      Report.Column(
        $0, unit: "points", alignment: .trailing, digits: 2, visibility: .whenSpace(priority: 0))
    }
  }

  private func section(
    _ source: PublishedScores.Source, _ columns: [Report.Column], perCategory: Bool
  ) -> Report.Section {
    let isGrid = !columns.contains { $0.name == "board" }
    let rows = source.figures.flatMap { figure -> [[String: Cell]] in
      if perCategory { return self.categories(of: figure, source) }
      if isGrid, figure.categories.isEmpty { return [] }
      guard let score = figure.score(category: query.category, turn: query.turn) else { return [] }
      return [cells(figure, source, score: score)]
    }
    return Report.Section(
      title: "\(PublishedScores.benchmark) · judged by \(PublishedScores.judge) · published",
      subtitle: source.name,
      rows: rows.map { cells in
        Report.Row(columns.map { cells[$0.name] ?? .null }, emphasis: .muted)
      })
  }

  private func categories(
    of figure: PublishedScores.Figure, _ source: PublishedScores.Source
  ) -> [[String: Cell]] {
    figure.categories.sorted { $0.key < $1.key }.compactMap { name, _ in
      guard query.category == nil || query.category == name,
        let score = figure.score(category: name, turn: query.turn)
      else { return nil }
      return cells(figure, source, score: score).merging(["category": .text(name)]) { $1 }
    }
  }

  private func cells(
    _ figure: PublishedScores.Figure, _ source: PublishedScores.Source, score: Double
  ) -> [String: Cell] {
    var cells: [String: Cell] = [
      "benchmark": .text(PublishedScores.benchmark), "judge": .text(PublishedScores.judge),
      "mode": .text(BoardQuery.Mode.single.rawValue), "board": .text("published"),
      "model": .text(figure.model), "label": .text("published"), "score": .real(score),
      "source": .text(source.name),
    ]
    for turn in [1, 2] where query.turn == nil || query.turn == turn {
      cells["turn_\(turn)"] = Cell(figure.score(category: query.category, turn: turn))
    }
    if query.turn == nil {
      for (name, value) in figure.categories { cells[name] = .real(value) }
    }
    return cells
  }
}

extension Report {
  /// The same report with more notes.
  fileprivate func with(notes more: [String]) -> Report {
    Report(
      name: name, parameters: parameters, columns: columns, sections: sections,
      notes: notes + more, layout: layout)
  }
}
