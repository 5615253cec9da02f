internal import ArgumentParser
internal import Query
internal import Warehouse

/// `categories`.
struct CategoriesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "categories",
    abstract: "Show each model's score in each category.",
    discussion: """
      EXAMPLES
        scorehouse categories --judge gpt-4
        scorehouse categories --model vicuna-7b-v1.3 llama-13b --csv
      """)

  @Flag(help: "Show MT-Bench scores that others published too, unranked.")
  var published = false

  @OptionGroup var boards: BoardOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if boards.compat == .alpacaEval {
      throw ValidationError("--compat alpaca_eval is of `leaderboard` alone")
    }
  }

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let report = CategoriesReport(boards.query)
    let grid = output.isForPeople ? withPublished(try await report.runAsGrid(on: store)) : nil
    // Who names columns that only the rows for machines have wants those.
    if let grid, output.shape.fits(grid.columns) { return try output.print(grid) }
    try output.print(withPublished(try await report.run(on: store)))
  }

  private func withPublished(_ report: Report) -> Report {
    published ? PublishedRows(boards.query).added(to: report) : report
  }
}
