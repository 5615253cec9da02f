internal import ArgumentParser
internal import Evaluate
internal import Query
internal import Warehouse

/// `reparse`.
struct ReparseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reparse",
    abstract: "Read the stored texts of judges again with another parser; nothing is asked anew.",
    discussion: """
      The verdicts are new ones, of the same judge with another parser, on a board of their own; those \
      before stay. --dry-run lists what would read otherwise.

      EXAMPLES
        scorehouse reparse --parser strict-1 --judge gpt-4 --dry-run
        scorehouse reparse --parser fastchat-1
      """)

  @Option(help: "How the texts are read.")
  var parser: VerdictParser

  @Option(help: "Only verdicts on this benchmark.")
  var benchmark: String?

  @Option(help: "Only verdicts of this judge.")
  var judge: String?

  @Flag(help: "List what would read otherwise; write nothing.")
  var dryRun = false

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(dryRun ? .readOnly : .readWrite)
    let reparsing = Reparsing(store, parser, benchmark: benchmark, judge: judge)
    let outcome =
      dryRun ? try await reparsing.forecast() : try await reparsing.run(person: Person.current)
    try output.print(
      Report(
        name: "reparse", parameters: [Report.Parameter("dry_run", .boolean(dryRun))],
        columns: Self.columns,
        sections: [
          Report.Section(
            title: "\(outcome.verdicts) verdicts \(dryRun ? "would be " : "")read by "
              + "\(parser.rawValue), \(outcome.changes.count) otherwise than before",
            rows: outcome.changes.map(Self.row))
        ]))
  }

  // MARK: - Private

  private static let columns =
    ["judge", "benchmark", "question", "model", "opponent"].map { Report.Column($0) } + [
      Report.Column("turn", alignment: .trailing), Report.Column("game", alignment: .trailing),
      Report.Column("before"), Report.Column("after"),
    ]

  private static func row(_ change: Reparsing.Change) -> Report.Row {
    Report.Row([
      .text(change.judge), .text(change.question.benchmark), .text(change.question.externalID),
      .text(change.model), Cell(change.opponent), Cell(change.turn), Cell(change.game),
      .text(change.before), .text(change.after),
    ])
  }
}
