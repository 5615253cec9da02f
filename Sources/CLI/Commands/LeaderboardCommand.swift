public import ArgumentParser
internal import Query
public import Statistics
internal import Warehouse

/// `leaderboard`.
struct LeaderboardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leaderboard",
    abstract: "Rank the models of every board.",
    discussion: """
      A board holds what may stand in one ranking: one benchmark, one judge at one version, one \
      mode. Each model shows its newest answer set and one judgment a slot; a row that lacks \
      expected scores stands unranked below the others. Errors and intervals of 95 % count \
      questions, not single verdicts. Models that share a letter under group cannot be told apart.

      EXAMPLES
        scorehouse leaderboard
        scorehouse leaderboard --benchmark mt_bench --judge gpt-4 --category math
        scorehouse leaderboard --mode pairwise --method bt --anchor gpt-4
        scorehouse leaderboard --method arena-hard --baseline gpt-4-0314
        scorehouse leaderboard --group-by method
        scorehouse leaderboard --compat fastchat --json
        scorehouse leaderboard --mode pairwise --compat alpaca_eval
      """)

  @Flag(help: "Show MT-Bench scores that others published too, unranked.")
  var published = false

  @Option(help: "How the tests behind the letters are corrected for their number.")
  var adjust = Adjustment.holm

  @Option(help: "Of pairs: mean win rates, Bradley-Terry ratings, or Arena-Hard's score.")
  var method = Method.mean

  @Option(help: ArgumentHelp("With bt: the model whose rating is fixed.", valueName: "model"))
  var anchor: String?

  @Option(
    help: ArgumentHelp("With bt: what the anchor, or the mean, is shown as.", valueName: "points"))
  var centre = 1000.0

  @Option(
    help: ArgumentHelp(
      "With bt: intervals from so many drawings of the questions, instead of the sandwich.",
      valueName: "n"))
  var rounds: Int?

  @Option(help: ArgumentHelp("With --rounds: what the drawings depend on.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "A row for each value of this tag, such as the method of training seeds.",
      valueName: "tag"))
  var groupBy: String?

  @OptionGroup var boards: BoardOptions
  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  /// How models of a board of pairs are ranked.
  enum Method: String, ExpressibleByArgument, CaseIterable {
    case mean
    case bt
    case arenaHard = "arena-hard"
  }

  func validate() throws {
    if method != .bt, anchor != nil { throw ValidationError("--anchor needs --method bt") }
    if method == .mean, rounds != nil {
      throw ValidationError("--rounds needs --method bt or arena-hard")
    }
    if method != .mean, boards.choice.mode == .single || boards.compat != nil || published {
      throw ValidationError(
        "--method \(method.rawValue) rates pairs: no --mode single, --compat or --published")
    }
    if let rounds, !(100...1_000_000).contains(rounds) {
      throw ValidationError("--rounds is 100 to 1000000")
    }
    if !(centre.magnitude < 1e9) { throw ValidationError("--centre is a number of points") }
    if groupBy != nil, published || method != .mean || boards.compat != nil {
      throw ValidationError("--group-by excludes --published, --compat and --method")
    }
  }

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    if boards.compat == .alpacaEval {
      return try output.print(try await AlpacaEvalReport(boards.query).run(on: store))
    }
    if let groupBy {
      return try output.print(await GroupReport(boards.query, tag: groupBy).run(on: store))
    }
    if method == .arenaHard {
      return try output.print(
        await ArenaHardReport(
          boards.query, rounds: rounds ?? Bootstrap.usualRounds, seed: seed
        ).run(on: store))
    }
    let report = try await LeaderboardReport(boards.query, options).run(on: store)
    try output.print(published ? PublishedRows(boards.query).added(to: report) : report)
  }

  private var options: LeaderboardReport.Options {
    var options = LeaderboardReport.Options()
    // Letters need every slot of the board; who names other columns does not pay for them.
    options.groups = output.shape.columns.isEmpty || output.shape.columns.contains("group")
    options.adjustment = adjust
    options.ratings = method == .bt
    options.anchor = anchor
    options.centre = centre
    options.rounds = rounds
    options.seed = seed
    return options
  }
}

extension Adjustment: ExpressibleByArgument {}
