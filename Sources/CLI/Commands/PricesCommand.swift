internal import ArgumentParser
internal import Query
internal import Warehouse

/// `prices`.
struct PricesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prices",
    abstract: "What models cost, from which day on.",
    subcommands: [
      ListPricesCommand.self, ShowPricesCommand.self, DiffPricesCommand.self, SetPriceCommand.self,
      SetServerPriceCommand.self, ImportPricesCommand.self, RepriceCommand.self,
    ],
    defaultSubcommand: ListPricesCommand.self)
}

/// `prices list`.
struct ListPricesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every price in the store, the succeeded ones too.")

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readWrite)
    try await store.addStarterPrices()
    try output.print(try await ListReport(.prices).run(on: store))
  }
}

/// `prices show`.
struct ShowPricesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what models cost at a moment, now unless another is given.",
    discussion: """
      EXAMPLES
        scorehouse prices show gpt-4o-2024-08-06
        scorehouse prices show gpt-4 --at 2024-06-01
      """)

  @Argument(help: "The models; none: every one.")
  var models: [String] = []

  @Option(help: ArgumentHelp("The prices of then.", valueName: "time"))
  var at: Instant?

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let report = PricesReport(models: models, at: at?.nanoseconds ?? Clock.now())
    try output.print(try await report.run(on: store))
  }
}

/// `prices diff`.
struct DiffPricesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what became of prices between two moments.",
    discussion: """
      EXAMPLES
        scorehouse prices diff --from 2025-02-10
        scorehouse prices diff --from 2024-01-01 --to 2025-01-01 --csv
      """)

  @Option(help: ArgumentHelp("The prices of then …", valueName: "time"))
  var from: Instant

  @Option(help: ArgumentHelp("… against those of then; default: now.", valueName: "time"))
  var to: Instant?

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let report = PriceDiffReport(from: from.nanoseconds, to: to?.nanoseconds ?? Clock.now())
    try output.print(try await report.run(on: store))
  }
}
