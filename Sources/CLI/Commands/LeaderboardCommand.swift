internal import ArgumentParser
internal import Query
internal import Warehouse

/// `leaderboard`.
struct LeaderboardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leaderboard",
    abstract: "Rank the models of every board.",
    discussion: """
      A board holds what may stand in one ranking: one benchmark, one judge at one version, one \
      mode. Each model shows its newest answer set and one judgment a slot; a row that lacks \
      expected scores stands unranked below the others.

      EXAMPLES
        scorehouse leaderboard
        scorehouse leaderboard --benchmark mt_bench --judge gpt-4 --category math
        scorehouse leaderboard --compat fastchat --json
      """)

  @Flag(help: "Show MT-Bench scores that others published too, unranked.")
  var published = false

  @OptionGroup var boards: BoardOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let report = try await LeaderboardReport(boards.query).run(on: store)
    try output.print(published ? PublishedRows(boards.query).added(to: report) : report)
  }
}
