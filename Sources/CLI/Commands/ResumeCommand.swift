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
      was answered is not asked again. Several processes may work on one run. Of a run that has \
      nothing left the boards are brought up to date, should it have been killed before that.

      EXAMPLES
        scorehouse resume
        scorehouse resume 3f09ac21 --dry-run
      """)

  @Argument(
    help: ArgumentHelp(
      "The first digits of the run's digest; without it the newest that is unfinished, if any is.",
      valueName: "run"))
  var name: String?

  @Flag(help: "Show what would be sent; send nothing.")
  var dryRun = false

  @Flag(help: "Go on although another version answers under a model's name.")
  var allowDrift = false

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readWrite)
    let spending = try await SpendingRun(
      resuming: name, allowsDrift: allowDrift, on: store, output, isQuiet: global.quiet)
    guard let summary = try await spending.run(dryRun: dryRun, yes: true) else { return }
    if summary.isComplete, summary.calls == 0, !global.quiet {
      CommandLineRun.tell("nothing was left to ask for; the run's boards are up to date")
    }
    try spending.finish(summary)
  }
}
