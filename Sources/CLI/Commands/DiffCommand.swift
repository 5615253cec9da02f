internal import ArgumentParser
internal import Query
internal import Warehouse

/// `diff`.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show answers and verdicts of two models side by side, worst for the first first.",
    discussion: """
      An answer is the one that the judgment on the board had before it; where the judgment does \
      not tell, it is unknown. People see the five comparisons with the lowest difference of each \
      board unless --limit or --question says otherwise; JSON and CSV have all.

      EXAMPLES
        scorehouse diff vicuna-7b-v1.3 llama-13b
        scorehouse diff vicuna-7b-v1.3 llama-13b --question 111 --judge gpt-4
        scorehouse diff tuned base --category math --limit 20 -o worst.md
      """)

  @Argument(help: ArgumentHelp("The model.", valueName: "model"))
  var first: String

  @Argument(help: ArgumentHelp("The model to compare it with.", valueName: "other"))
  var second: String

  @Option(help: ArgumentHelp("Only this question.", valueName: "id"))
  var question: String?

  @Option(help: ArgumentHelp("At most so many comparisons of each board.", valueName: "n"))
  var limit: Int?

  @OptionGroup var boards: ComparisonOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  /// What people read at once.
  private static let peopleLimit = 5

  func validate() throws {
    try ComparisonOptions.checkDifferent([first, second])
    if let limit, limit < 1 { throw ValidationError("--limit is at least 1") }
  }

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let isShort = output.isForPeople && question == nil
    let report = DiffReport(
      boards.query([first, second]), question: question,
      limit: limit ?? (isShort ? Self.peopleLimit : nil))
    try output.print(try await report.run(on: store))
  }
}
