internal import ArgumentParser
internal import Query
internal import Warehouse

/// `doctor`.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "List what needs a person, each with the command that settles it.",
    discussion: """
      Two answer sets under one name, slots judged again, judges of whom too little is known, \
      scores off the scale, names that look alike, reported figures that the judgments do not \
      give, prompts that no known template made, records that could not be read.

      EXAMPLES
        scorehouse doctor
        scorehouse doctor --strict && scorehouse leaderboard
      """)

  @Flag(help: "Exit with status 2 when there is a finding.")
  var strict = false

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let report = try await FindingsReport().run(on: store)
    try output.print(report)
    if strict, !report.sections.allSatisfy(\.rows.isEmpty) { throw ExitStatus.finding }
  }
}
