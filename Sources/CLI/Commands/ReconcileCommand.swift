internal import ArgumentParser
internal import Evaluate
internal import Ingest
internal import Query
internal import Warehouse

/// `reconcile`.
struct ReconcileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Compare the ledger with what a provider bills.",
    discussion: """
      Reads OpenAI's organization costs and Anthropic's cost report (the JSON pages of their APIs), \
      the CSV file of costs that OpenAI's dashboard offers, and any CSV file by a mapping that \
      scorehouse.yaml has under invoices. \
      Compares by day of UTC, by model where the invoice tells it, and by project where calls have \
      the label of one; shows what explains a difference, and what is left over. Exits with status 2 \
      where more is left over in a row than is tolerated.

      EXAMPLES
        scorehouse reconcile costs-page-1.json costs-page-2.json
        scorehouse reconcile cost_2026-11.csv --tolerance 0.01
        scorehouse reconcile march.csv --mapping our-gateway --csv
      """)

  @Argument(help: "The files of the invoice.")
  var files: [String]

  @Option(help: ArgumentHelp("The mapping of columns in scorehouse.yaml.", valueName: "name"))
  var mapping: String?

  @Option(help: ArgumentHelp("What may be left over in a row.", valueName: "usd"))
  var tolerance = "0"

  @Flag(help: "Others use the key or project too: what the ledger lacks is theirs.")
  var shared = false

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard NanoUSD(dollars: tolerance) != nil else {
      throw ValidationError("--tolerance is an amount in US dollars, such as 0.01")
    }
  }

  func run() async throws {
    let mapping = try self.mapping.map { try Configuration.load().invoice($0) }
    var reconciliation = Reconciliation(try InvoiceFile.read(files, mapping: mapping))
    reconciliation.toleranceNanoUSD = NanoUSD(dollars: tolerance)?.amount ?? 0
    reconciliation.isShared = shared
    let store = try await global.openStore(.readOnly)
    let result = try await reconciliation.run(on: store)
    try output.print(result.report)
    guard result.mismatches > 0 else { return }
    CommandLineRun.tell(
      "\(result.mismatches) \(result.mismatches == 1 ? "row does" : "rows do") not agree with the "
        + "invoice within \(USDText.of(reconciliation.toleranceNanoUSD))")
    throw ExitStatus.finding
  }
}
