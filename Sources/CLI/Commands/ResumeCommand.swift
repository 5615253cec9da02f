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

  func validate() throws {
    if name == "" {
      throw ValidationError("the name of a run is empty; leave it out for the newest")
    }
  }

  func run() async throws {
    let store = try await global.openStore(.readWrite)
    let spending: SpendingRun
    do {
      spending = try await SpendingRun(
        resuming: name, allowsDrift: allowDrift, on: store, output, isQuiet: global.quiet)
    } catch PlanError.unknownRun("last") where !dryRun {
      return try await lookAfterNewestRun(of: store)
    }
    guard let summary = try await spending.run(dryRun: dryRun, yes: true) else { return }
    if summary.stop == nil {
      try await ScoreFiles(spending.evaluation.judgingsOfEvaluation).write(from: store)
    }
    try spending.finish(summary)
  }

  /// Where no run is left unfinished, the newest may have been killed before its boards.
  private func lookAfterNewestRun(of store: Store) async throws {
    guard let run = try await Evaluation.refreshBoardsOfNewestRun(in: store) else {
      throw PlanError.unknownRun("last")
    }
    guard !global.quiet else { return }
    CommandLineRun.tell(
      "no run is left unfinished; the boards of the newest, \(run.prefix(12)), are up to date")
  }
}
