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

  @OptionGroup var boards: BoardOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let report = CategoriesReport(boards.query)
    output.print(
      output.isForPeople ? try await report.runAsGrid(on: store) : try await report.run(on: store))
  }
}
