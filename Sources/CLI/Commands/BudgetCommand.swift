internal import ArgumentParser
internal import Query
internal import Warehouse

/// `budget`.
struct BudgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "budget",
    abstract: "What may be spent, by experiment, month or run; no call goes beyond it.",
    subcommands: [ListBudgetsCommand.self, SetBudgetCommand.self],
    defaultSubcommand: ListBudgetsCommand.self)
}

/// `budget list`.
struct ListBudgetsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the budgets: their caps, what is reserved, what is spent.")

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    try output.print(try await ListReport(.budgets).run(on: store))
  }
}

/// `budget set`.
struct SetBudgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Set what an experiment, a month or a run may cost in US dollars.",
    discussion: """
      EXAMPLES
        scorehouse budget set experiment:ablation 25
        scorehouse budget set month:2026-11 100
      """)

  @Argument(
    help: ArgumentHelp(
      "experiment:NAME, month:YYYY-MM or run:DIGEST, of which the first digits do.",
      valueName: "scope"))
  var scope: String

  @Argument(help: ArgumentHelp("The cap.", valueName: "usd"))
  var amount: String

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard
      scope.wholeMatch(of: /experiment:.+|month:\d{4}-(0[1-9]|1[0-2])|run:[0-9a-f]{4,32}/) != nil
    else {
      throw ValidationError(
        "a budget is of experiment:NAME, month:YYYY-MM or run:DIGEST with four digits at least")
    }
    guard NanoUSD(dollars: amount) != nil else {
      throw ValidationError("\(amount) is no amount in US dollars, such as 25 or 2.50")
    }
  }

  func run() async throws {
    let store = try await global.openStoreToAdd()
    let cap = NanoUSD(dollars: amount)?.amount ?? 0
    let budget = try await store.setBudget(scope, capNanoUSD: cap)
    guard !global.quiet else { return }
    Terminal.standardError.write(
      VisibleText.of(
        "\(budget.scope): \(MoneyLine.of(budget.leftNanoUSD)) left of \(MoneyLine.of(cap))") + "\n")
  }
}
