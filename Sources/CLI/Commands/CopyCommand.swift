internal import ArgumentParser
internal import Query
internal import Warehouse

/// `copy`.
struct CopyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy",
    abstract: "Copy what the store holds into another, on whatever engine.",
    discussion: """
      From a file to a PostgreSQL server, back, or from like to like. What is there already is found \
      by what it says and left as it is, so a copy can be stopped, begun again, and repeated every \
      Friday: it brings what is new. Each imported file is one transaction. The end shows what each \
      table got and the digests of both stores, which are equal where they hold the same.

      Without texts, scores, names and digests go along and no question, answer, prompt or judgment; \
      a later copy with texts fills them in.

      EXAMPLES
        scorehouse copy --to postgres://db.lab/evals
        scorehouse --store 'postgres://db.lab/evals?schema=team' copy --to laptop.db
        scorehouse copy --to paper.db --experiment paper --no-texts
      """)

  @Option(help: ArgumentHelp("The other store; it is made where there is none.", valueName: "url"))
  var to: String

  @Option(help: ArgumentHelp("Only what runs of this experiment brought.", valueName: "name"))
  var experiment: String?

  @Flag(help: "Leave texts out.")
  var noTexts = false

  @Flag(help: "Count what would be added; add nothing.")
  var dryRun = false

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let url = try StoreURL(to)
    let store = try await global.openStore(.readOnly)
    var options = CopyOptions()
    options.experiment = experiment
    options.withTexts = !noTexts
    options.isDryRun = dryRun
    // What a dry run would need made is not made.
    let target = try await Store.open(url, access: dryRun ? .readWrite : .create)
    let progress = ProgressBar(label: "copying", unit: .steps, isWanted: !global.quiet)
    let summary: CopySummary
    do {
      defer { progress.finish() }
      summary = try await store.copy(to: target, options) { progress.show(done: $0, total: $1) }
    }
    let title = "\(store.location) \(dryRun ? "would be copied" : "copied") to \(target.location)"
    try output.print(CopyReport(summary, title: title).report)
  }
}

/// What a copy came to, as a report.
struct CopyReport {
  let report: Report

  init(_ summary: CopySummary, title: String) {
    let tables = summary.tables.filter { $0.rowCount > 0 || $0.rowCountThere > 0 }.map { table in
      Report.Row([
        .text(table.name), Cell(table.rowCount), Cell(table.added), Cell(table.rowCountThere),
        .null, .null, .null,
      ])
    }
    let digests = summary.digests.filter { $0.from.rowCount > 0 || $0.to.rowCount > 0 }.map {
      from, to in
      Report.Row([
        .text("content/\(from.table)"), Cell(from.rowCount), .null, Cell(to.rowCount),
        .boolean(from == to), .text(from.digest), .text(to.digest),
      ])
    }
    report = Report(
      name: "copy", columns: Self.columns,
      sections: [
        Report.Section(title: title, rows: tables),
        Report.Section(
          title: digests.allSatisfy { $0.cells[4] == .boolean(true) }
            ? "Both stores hold the same" : "What both stores hold", rows: digests),
      ].filter { !$0.rows.isEmpty })
  }

  private static let columns = [
    Report.Column("table"), Report.Column("rows", unit: "rows", alignment: .trailing),
    Report.Column("added", unit: "rows", alignment: .trailing),
    Report.Column("rows_there", unit: "rows", alignment: .trailing), Report.Column("same"),
    Report.Column("digest", visibility: .whenSpace(priority: 1)),
    Report.Column("digest_there", visibility: .whenSpace(priority: 0)),
  ]
}
