internal import ArgumentParser
internal import Query
internal import Warehouse

/// `drift`.
struct DriftCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Say whether a judge has changed, by answers that it judged again.",
    discussion: """
      Sets the first verdict on each answer against the last, or those before --at against those \
      since, of every judge by its name. Status 2 where the interval of the shift excludes zero, \
      or that of the weighted kappa lies below --floor.

      EXAMPLES
        scorehouse judge --judge gpt-4 --model anchor --limit 20 --fresh --yes
        scorehouse drift --judge gpt-4 --at 2026-11-01 --floor 0.6
      """)

  @Option(
    help: ArgumentHelp("Verdicts before then against those from then on.", valueName: "time"))
  var at: Instant?

  @Option(help: ArgumentHelp("A weighted kappa that is too low.", valueName: "kappa"))
  var floor = 0.0

  @OptionGroup var boards: ComparisonOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if !(-1...1).contains(floor) { throw ValidationError("--floor lies between -1 and 1") }
  }

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let outcome = try await DriftReport(
      boards.query([]), at: at?.nanoseconds, floor: floor
    ).run(on: store)
    try output.print(outcome.report)
    if outcome.hasDrifted { throw ExitStatus.finding }
  }
}
