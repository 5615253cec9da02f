internal import ArgumentParser
internal import Query
internal import Warehouse

/// `prices`.
struct PricesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prices",
    abstract: "What models cost, from which day on.",
    subcommands: [ListPricesCommand.self, SetPriceCommand.self],
    defaultSubcommand: ListPricesCommand.self)
}

/// `prices list`.
struct ListPricesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the prices in the store.")

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readWrite)
    try await store.addStarterPrices()
    try output.print(try await ListReport(.prices).run(on: store))
  }
}

/// `prices set`.
struct SetPriceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Say what a model costs, in US dollars per million tokens, from a day on.",
    discussion: """
      A price is never edited: one that holds from a later day succeeds it. Without --provider it \
      holds wherever a model of this name is called, unless the provider there has a price of its own.

      EXAMPLES
        scorehouse prices set gpt-4o-2024-08-06 --input 2.50 --output 10 --cached-input 1.25 --valid-from 2024-08-06
        scorehouse prices set my-model --input 0 --output 0 --provider local --valid-from 2026-01-01
      """)

  @Argument(help: "The model, as it is asked for or as replies name it.")
  var model: String

  @Option(help: ArgumentHelp("Of what goes in.", valueName: "usd"))
  var input: String

  @Option(help: ArgumentHelp("Of what comes out.", valueName: "usd"))
  var output: String

  @Option(help: ArgumentHelp("Of what goes in from a cache.", valueName: "usd"))
  var cachedInput: String?

  @Option(help: ArgumentHelp("From this day on, UTC.", valueName: "date"))
  var validFrom: Instant

  @Option(help: "Only at this provider: openai, anthropic, azure, local, or a host.")
  var provider: String?

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.create)
    let amounts: [(PriceRow.TokenClass, String?, String)] = [
      (.input, input, "--input"), (.output, output, "--output"),
      (.cachedInput, cachedInput, "--cached-input"),
    ]
    let rows = try amounts.compactMap { tokenClass, text, option -> PriceRow? in
      guard let text else { return nil }
      guard let price = NanoUSD(dollars: text) else {
        throw ValidationError("\(option) is an amount in US dollars, such as 2.50")
      }
      return PriceRow(
        provider: provider ?? PriceRow.anyProvider, model: model, tokenClass,
        nanoUSDPerMillion: price.amount, validFrom: validFrom.nanoseconds,
        source: "set by \(Person.current)")
    }
    let added = try await store.add(prices: rows)
    if !global.quiet {
      Terminal.standardError.write(
        added == 0 ? "the store has these prices already\n" : "\(added) prices added\n")
    }
  }
}
