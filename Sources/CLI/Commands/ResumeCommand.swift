internal import ArgumentParser
internal import Evaluate
internal import Warehouse

/// `resume`.
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a run that was stopped, or that had failures.",
    discussion: """
      Asks for what is missing and for what failed, with the settings that the run began with. What \
      was answered is not asked again. Several processes may work on one run.

      EXAMPLES
        scorehouse resume
        scorehouse resume 3f09ac21 --dry-run
      """)

  @Argument(
    help: ArgumentHelp(
      "The first digits of the run's digest; without it the newest unfinished one.",
      valueName: "run"))
  var name: String?

  @Flag(help: "Show what would be sent; send nothing.")
  var dryRun = false

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readWrite)
    let spending = try await SpendingRun(
      resuming: name, on: store, output, isQuiet: global.quiet)
    guard let summary = try await spending.run(dryRun: dryRun, yes: true) else { return }
    try spending.finish(summary)
  }
}
