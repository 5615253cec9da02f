internal import ArgumentParser
internal import Query
internal import Warehouse

/// `bias`.
struct BiasCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bias",
    abstract: "Say where a judge follows the order, length or origin of answers.",
    discussion: """
      Of pairs judged in both orders: the share judged alike (consistent), for the answer that \
      stood first or second both times, and with one tie (other), by category and pair of models. \
      Of single answers: how scores go with length among answers to one question; how much more a \
      judge gives its own family than another judge does; and how much verdicts that were repeated \
      vary. Intervals of 95 % are by question.

      EXAMPLES
        scorehouse bias --judge gpt-4 --mode pairwise
        scorehouse bias --benchmark mt_bench --json
      """)

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("Only the answers of these models.", valueName: "model"))
  var model: [String] = []

  @OptionGroup var boards: ComparisonOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    try output.print(await BiasReport(boards.query(model)).run(on: store))
  }
}
