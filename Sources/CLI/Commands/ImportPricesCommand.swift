internal import ArgumentParser
internal import Ingest
internal import Query
internal import Warehouse

/// `prices import`.
struct ImportPricesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Bring in a table of prices: LiteLLM's, or CSV.",
    discussion: """
      LiteLLM's table has no date in it: give the day from which its prices hold, such as that of \
      the release it came with. A model whose prices cannot be taken is left out as a whole and \
      listed with the reason. A CSV file has the columns of `prices list --csv` (model, token_class \
      and usd_per_million at least); with anything wrong in it nothing of it is imported. Calls \
      whose cost was not known for want of a price get theirs.

      EXAMPLES
        scorehouse prices import model_prices_and_context_window.json --valid-from 2025-02-10
        scorehouse prices import our-prices.csv
        scorehouse prices import table.json --valid-from 2026-09-01 --models --csv
      """)

  @Argument(help: "The table.")
  var file: String

  @Option(
    help: ArgumentHelp(
      "From this day on, UTC; of a CSV file for lines without valid_from.", valueName: "date"))
  var validFrom: Instant?

  @Flag(help: "Tell every model, not only how many were left out for which reason.")
  var models = false

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let prices = try PriceFile.read(file, validFrom: validFrom?.nanoseconds)
    let report = PriceImportReport(prices, isWhole: models).report
    try output.shape.check(report.columns)
    let store = try await global.openStoreToAdd()
    let addition = try await store.add(prices: prices.rows)
    try output.print(report)
    if !global.quiet { Terminal.standardError.write(PriceAdditionText.of(addition) + "\n") }
  }
}

/// What became of each model of a table.
struct PriceImportReport {
  let report: Report

  init(_ file: PriceFile, isWhole: Bool) {
    let note =
      "\(file.imported.count) models with \(file.rows.count) prices are imported, "
      + "\(file.leftOut.count) are left out."
    report = Report(
      name: "prices import",
      parameters: [Report.Parameter("format", .text(file.format))],
      columns: isWhole ? Self.modelColumns : Self.reasonColumns,
      sections: [
        Report.Section(title: "", rows: isWhole ? Self.models(file) : Self.reasons(file))
      ], notes: [note])
  }

  private static let modelColumns = [
    Report.Column("model"), Report.Column("state"),
    Report.Column("prices", unit: "rows", alignment: .trailing), Report.Column("reason"),
  ]

  private static func models(_ file: PriceFile) -> [Report.Row] {
    let all = file.imported.map { ($0, "imported") } + file.leftOut.map { ($0, "left out") }
    return all.sorted { $0.0.name < $1.0.name }.map { model, state in
      Report.Row([.text(model.name), .text(state), Cell(model.priceCount), Cell(model.reason)])
    }
  }

  private static let reasonColumns = [
    Report.Column("state"), Report.Column("reason"),
    Report.Column("models", unit: "rows", alignment: .trailing),
    Report.Column("prices", unit: "rows", alignment: .trailing), Report.Column("examples"),
  ]

  private static func reasons(_ file: PriceFile) -> [Report.Row] {
    let whole = file.imported.filter { $0.reason == nil }
    let partly = file.imported.filter { $0.reason != nil }
    let groups = Dictionary(grouping: file.leftOut) { kind(of: $0.reason ?? "") }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let kinds =
      [("imported", "", whole), ("imported", "but for fields that have no place", partly)]
      + groups.map { ("left out", $0.key, $0.value) }
    return kinds.filter { !$0.2.isEmpty }.map { state, reason, models in
      Report.Row([
        .text(state), reason.isEmpty ? .null : .text(reason), Cell(models.count),
        Cell(models.map(\.priceCount).reduce(0, +)),
        .text(models.prefix(2).map(\.name).joined(separator: ", ")),
      ])
    }
  }

  /// A reason without what differs from model to model.
  private static func kind(of reason: String) -> String {
    if let end = reason.firstRange(of: ", only ") { return String(reason[..<end.lowerBound]) }
    let instant = "two prices for one instant"
    return reason.hasPrefix(instant) ? instant : reason
  }
}

/// `prices reprice`.
struct RepriceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reprice",
    abstract: "Compute the costs of calls with the prices known now.",
    discussion: """
      What differs becomes a new revision of the cost, which counts from then on; the old ones stay.

      EXAMPLES
        scorehouse prices reprice --dry-run
        scorehouse prices reprice --experiment ablation
      """)

  @Option(help: ArgumentHelp("Only calls of this experiment.", valueName: "name"))
  var experiment: String?

  @Flag(help: "Only say what would change.")
  var dryRun = false

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readWrite)
    let found = try await store.reprice(
      onlyUnknown: false, experiment: experiment, isDryRun: dryRun)
    let verb = dryRun ? "would get" : "got"
    Terminal.standardOutput.write(
      """
      \(found.revised) calls \(verb) a new revision of their cost: \(found.changed) another amount, \
      \(found.filled) that were not known; in all \(MoneyLine.of(found.differenceNanoUSD)) more. \
      Of \(found.unpriced) a price is still missing.

      """)
  }
}
