internal import ArgumentParser
internal import Query
internal import Warehouse

/// `sql`.
struct SQLCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Run one SELECT of your own; the store cannot be written with it.",
    discussion: """
      The views v_judgments, v_answers, v_leaderboard, v_categories, v_calls and v_costs have plain \
      names and stay as they are. The engine itself refuses whatever is not reading. Bytes are \
      shown as hex digits. People see 1000 rows unless --limit says otherwise; JSON and CSV have \
      all.

      EXAMPLES
        scorehouse sql "SELECT model, score, n FROM v_leaderboard ORDER BY score DESC"
        scorehouse sql - < hardest.sql
        scorehouse sql "SELECT * FROM v_judgments WHERE turn = 2" -o second-turns.csv
      """)

  @Argument(
    help: ArgumentHelp("The statement; without it, or as -, standard input.", valueName: "select"))
  var statement: String?

  @Option(help: ArgumentHelp("At most so many rows.", valueName: "n"))
  var limit: Int?

  @Option(help: ArgumentHelp("How long it may run.", valueName: "seconds"))
  var timeout: Double = 30

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  /// What people read at once.
  private static let peopleLimit = 1000
  /// A day; more is no limit.
  private static let longest = 86_400.0

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is at least 1") }
    guard timeout > 0, timeout <= Self.longest else {
      throw ValidationError("--timeout is a number of seconds above 0, a day at most")
    }
  }

  func run() async throws {
    let sql = try statement.flatMap { $0 == "-" ? nil : $0 } ?? read()
    let store = try await global.openStore(.readOnly)
    let report = SQLReport(
      sql, limit: limit ?? (output.isForPeople ? Self.peopleLimit : nil),
      timeLimit: .milliseconds(Int64(timeout * 1000)))
    try output.print(try await report.run(on: store))
  }

  private func read() throws -> String {
    if statement == nil, StandardInput.isTerminal {
      throw ValidationError("give a SELECT, or send one to standard input")
    }
    return try StandardInput.text(limit: 1 << 20)
  }
}
