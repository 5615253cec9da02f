internal import ArgumentParser
internal import Query
internal import Warehouse

/// `list`.
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what the store holds of one kind.",
    discussion: """
      EXAMPLES
        scorehouse list models
        scorehouse list rejects --json
      """)

  @Argument(help: ArgumentHelp("What to list.", valueName: "kind"))
  var kind: ListReport.Kind

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    try output.print(try await ListReport(kind).run(on: store))
  }
}
