internal import ArgumentParser
internal import Query
internal import Warehouse

/// `history`.
struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show how a model scored each time it was evaluated.",
    discussion: """
      One row for each answer set on each board, in order of the time at which it was judged. What \
      changed a number later is shown by `log`.

      EXAMPLE
        scorehouse history llama2-7b-lora --benchmark mt_bench
      """)

  @Argument(help: "The model.")
  var model: String

  @OptionGroup var boards: BoardChoiceOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    try output.print(try await HistoryReport(model: model, boards.query).run(on: store))
  }
}

/// `log`.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Show what changed a model's score, cause by cause.",
    discussion: """
      Every import and statement after which the score read otherwise. The differences add up: each \
      score is what the leaderboard showed then. --since and --until are about when the store \
      learnt something.

      EXAMPLE
        scorehouse log llama2-7b-lora --since 2026-01-01
      """)

  @Argument(help: "The model.")
  var model: String

  @OptionGroup var boards: BoardChoiceOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    try output.print(try await LogReport(model: model, boards.query).run(on: store))
  }
}
