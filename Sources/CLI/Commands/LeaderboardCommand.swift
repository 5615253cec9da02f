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

  @OptionGroup var boards: BoardOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    output.print(try await LeaderboardReport(boards.query).run(on: store))
  }
}
