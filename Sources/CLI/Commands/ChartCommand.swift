internal import ArgumentParser
internal import Query
internal import Warehouse

/// `chart`.
struct ChartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chart",
    abstract: "Draw a report as a picture in SVG, legible in black and white.",
    discussion: """
      leaderboard: scores or ratings with intervals of 95 %. categories: a radar of up to six \
      models, a heat map of more. history: scores of the models named by --model over time. costs: \
      what calls cost, day by day. Where several boards fit, the first is drawn; --benchmark, \
      --judge and --mode pick another.

      EXAMPLES
        scorehouse chart leaderboard --judge gpt-4 --output board.svg
        scorehouse chart categories --kind radar --model tuned base --output radar.svg
        scorehouse chart history --model tuned --output history.svg
      """)

  /// What is drawn.
  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case leaderboard, categories, history, costs
  }

  @Argument(help: "What to draw.")
  var subject: Subject

  @Option(name: [.short, .long], help: ArgumentHelp("The file to write.", valueName: "file"))
  var output: String

  @Option(help: "Of categories: how they are drawn.")
  var kind: GridKind?

  /// How categories are drawn.
  enum GridKind: String, ExpressibleByArgument, CaseIterable {
    case radar, heatmap
  }

  @OptionGroup var boards: BoardOptions
  @OptionGroup var global: GlobalOptions

  /// More lines than these cannot be told apart in a radar.
  private static let radarModels = 6

  func validate() throws {
    guard output.lowercased().hasSuffix(".svg") else {
      throw ValidationError("\(output): a chart is written as .svg")
    }
    if kind != nil, subject != .categories { throw ValidationError("--kind is for categories") }
    if subject == .history, boards.model.isEmpty {
      throw ValidationError("chart history needs --model")
    }
  }

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    try ReportFile(path: output).write(try await svg(store))
  }

  private func svg(_ store: Store) async throws -> String {
    let query = boards.query
    switch subject {
    case .leaderboard:
      return try Chart(.intervals).svg(of: await LeaderboardReport(query).run(on: store))
    case .categories:
      let report = try await CategoriesReport(query).run(on: store)
      return try Chart(gridKind(report)).svg(of: report)
    case .history:
      var sections: [Report.Section] = []
      var last: Report?
      for model in boards.model {
        let report = try await HistoryReport(model: model, query).run(on: store)
        sections += report.sections
        last = report
      }
      guard let last else { throw ChartError.nothing("history") }
      return try Chart(.lines).svg(
        of: Report(name: last.name, columns: last.columns, sections: sections))
    case .costs:
      var costs = CostQuery()
      costs.by = [.day]
      costs.benchmark = query.benchmark
      costs.experiment = query.experiment
      costs.since = query.since
      costs.until = query.until
      return try Chart(.lines).svg(of: await CostsReport(costs).run(on: store))
    }
  }

  private func gridKind(_ report: Report) -> Chart.Kind {
    if let kind { return kind == .radar ? .radar : .heatmap }
    let index = report.columns.firstIndex { $0.name == "model" }
    let models = Set(report.sections.first?.rows.map { row in index.map { row.cells[$0] } } ?? [])
    return models.count > Self.radarModels ? .heatmap : .radar
  }
}
