internal import ArgumentParser
internal import Query
internal import Warehouse

/// `power`.
struct PowerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "power",
    abstract: "Say how many questions, repeats or judges a difference needs.",
    discussion: """
      Goes by how much the stored scores of two models differ from question to question. Repeats \
      and judges are known to help only where verdicts were repeated (judge --repeat K) or a \
      second judge has verdicts on both models.

      EXAMPLES
        scorehouse power tuned base
        scorehouse power tuned base --difference 0.1 --difference 0.3 --judge gpt-4
      """)

  @Argument(
    help: ArgumentHelp("The model, and one or more to tell it from.", valueName: "model"))
  var models: [String]

  @Option(
    help: ArgumentHelp("A difference that is to be found; several times.", valueName: "points"))
  var difference: [Double] = []

  @Option(help: ArgumentHelp("The share of studies that are to find it.", valueName: "share"))
  var power = 0.8

  @Option(help: ArgumentHelp("The two-sided level of the test.", valueName: "share"))
  var alpha = 0.05

  @OptionGroup var boards: ComparisonOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard models.count > 1 else { throw ValidationError("name two models or more") }
    try ComparisonOptions.checkDifferent(models)
    if difference.contains(where: { !$0.isFinite || $0 == 0 }) {
      throw ValidationError("--difference is a number other than 0")
    }
  }

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let report = PowerReport(
      boards.query(models), differences: difference, power: power, alpha: alpha)
    try output.print(await report.run(on: store))
  }
}
