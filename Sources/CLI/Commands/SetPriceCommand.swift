public import ArgumentParser
public import Warehouse

/// `prices set`.
struct SetPriceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Say what a model costs, in US dollars per million tokens, from a day on.",
    discussion: """
      A price is never edited: what is set from a later day succeeds it, as a whole list: a kind of \
      tokens that it leaves out has no price of its own any more. Without --provider it holds \
      wherever a model of this name is called, unless the provider there has a price of its own. \
      Calls whose cost was not known for want of it get theirs.

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

  @Option(help: ArgumentHelp("Of what goes into a cache for five minutes.", valueName: "usd"))
  var cacheWrite: String?

  @Option(help: ArgumentHelp("Of what goes into a cache for an hour.", valueName: "usd"))
  var cacheWrite1h: String?

  @Option(help: ArgumentHelp("Of hidden reasoning; default: as what comes out.", valueName: "usd"))
  var reasoning: String?

  @Option(help: ArgumentHelp("Of a million calls, whatever is in them.", valueName: "usd"))
  var request: String?

  @Option(help: "Of which calls: standard, batch, flex or priority.")
  var tier: PriceRow.Tier = .standard

  @Option(
    help: ArgumentHelp(
      "Only of calls whose whole prompt has more tokens than this.", valueName: "n"))
  var aboveTokens: Int64 = 0

  @Option(help: ArgumentHelp("From this day on, UTC.", valueName: "date"))
  var validFrom: Instant

  @Option(help: "Only at this provider: openai, anthropic, azure, local, or a host.")
  var provider: String?

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard aboveTokens >= 0 else { throw ValidationError("--above-tokens is 0 or more") }
    _ = try rows()
  }

  func run() async throws {
    let store = try await global.openStoreToAdd()
    let addition = try await store.add(prices: try rows())
    if !global.quiet { Terminal.standardError.write(PriceAdditionText.of(addition) + "\n") }
  }

  private func rows() throws -> [PriceRow] {
    let amounts: [(PriceRow.TokenClass, String?, String)] = [
      (.input, input, "--input"), (.output, output, "--output"),
      (.cachedInput, cachedInput, "--cached-input"), (.cacheWrite5m, cacheWrite, "--cache-write"),
      (.cacheWrite1h, cacheWrite1h, "--cache-write-1h"), (.reasoning, reasoning, "--reasoning"),
      (.request, request, "--request"),
    ]
    return try amounts.compactMap { tokenClass, text, option in
      guard let text else { return nil }
      do {
        return PriceRow(
          provider: provider ?? PriceRow.anyProvider, model: model, tokenClass, tier: tier,
          aboveTokens: aboveTokens, nanoUSDPerMillion: try PriceCheck.amount(text, tokenClass),
          validFrom: validFrom.nanoseconds, source: "set by \(Person.current)")
      } catch {
        throw ValidationError("\(option): \(error)")
      }
    }
  }
}

extension PriceRow.Tier: ExpressibleByArgument {}

/// `prices set-server`.
struct SetServerPriceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set-server",
    abstract: "Say what an hour of a server of your own costs, from a day on.",
    discussion: """
      `costs` tells it as server_usd, beside what providers bill and in no sum with it: each moment \
      at which a call to the server was under way counts once.

      EXAMPLES
        scorehouse prices set-server 127.0.0.1:8000 --per-hour 1.20 --valid-from 2026-01-01
      """)

  @Argument(help: "Host and port, as `costs --by endpoint` shows it.")
  var host: String

  @Option(help: ArgumentHelp("Of an hour.", valueName: "usd"))
  var perHour: String

  @Option(help: ArgumentHelp("From this day on, UTC.", valueName: "date"))
  var validFrom: Instant

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard let amount = NanoUSD(dollars: perHour)?.amount, amount <= 10_000 * 1_000_000_000 else {
      throw ValidationError("--per-hour is an amount in US dollars up to 10000, such as 1.20")
    }
  }

  func run() async throws {
    let store = try await global.openStoreToAdd()
    let isNew = try await store.add(
      ServerPrice(
        host: host, nanoUSDPerHour: NanoUSD(dollars: perHour)?.amount ?? 0,
        validFrom: validFrom.nanoseconds, source: "set by \(Person.current)"))
    if !global.quiet, !isNew {
      Terminal.standardError.write("the store has this price already\n")
    }
  }
}
