internal import ArgumentParser
internal import Query
internal import Warehouse

/// `agreement`.
struct AgreementCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Say how far judges agree with one another and with people.",
    discussion: """
      Of scores: the shift of the mean, exact agreement, Cohen's kappa plain and with quadratic \\
      weights, Spearman's correlation, and the models that change places. Of pairs: how often votes \\
      agree with ties kept (exact) and where both decide (decided), as the MT-Bench paper counts; a \\
      judge of single answers votes by its scores, a tie within 0.1. Intervals of 95 % are by \\
      question. Only the same answers count.

      EXAMPLES
        scorehouse agreement --benchmark mt_bench
        scorehouse agreement --judges gpt-4 gpt-4o --category math --csv
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Only these judges: NAME or NAME@DIGEST.", valueName: "judge"))
  var judges: [String] = []

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("Only the answers of these models.", valueName: "model"))
  var model: [String] = []

  @OptionGroup var boards: ComparisonOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    try output.print(
      await AgreementReport(boards.query(model), judges: judges).run(on: store))
  }
}
