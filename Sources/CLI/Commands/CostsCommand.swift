internal import ArgumentParser
internal import Query
internal import Warehouse

/// `costs`.
struct CostsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "costs",
    abstract: "Show what calls cost, by experiment or by anything else.",
    discussion: """
      --by takes one or several of experiment, run, model, judge, role, provider, endpoint, \
      benchmark, person, project, day, month. Every call counts once, so that the rows add up to \
      the whole, to the nano-dollar.

      EXAMPLES
        scorehouse costs
        scorehouse costs --by judge,month --csv
        scorehouse costs --by day --experiment ablation
        scorehouse costs --ledger --experiment ablation -o ledger.json
      """)

  @Option(help: ArgumentHelp("What the costs are told by.", valueName: "x,y"))
  var by = "experiment"

  @Option(help: ArgumentHelp("Only calls of this experiment.", valueName: "name"))
  var experiment: String?

  @Option(help: "Only calls about questions of this benchmark.")
  var benchmark: String?

  @Option(help: "Only calls to this judge.")
  var judge: String?

  @Option(help: "Only calls to or about this model.")
  var model: String?

  @Option(help: ArgumentHelp("Only what was sent from then on.", valueName: "time"))
  var since: Instant?

  @Option(help: ArgumentHelp("Only what was sent before then.", valueName: "time"))
  var until: Instant?

  @Flag(
    help:
      "Estimate imported rows that have no cost, from the lengths of their texts, in columns of their own."
  )
  var estimate = false

  @Flag(
    help: "Write every call with all that its digest covers, and the heads of the chains.")
  var ledger = false

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    _ = try dimensions()
    guard ledger else { return }
    let filters = [benchmark, judge, model].compactMap { $0 }
    if !filters.isEmpty || since != nil || until != nil || by != "experiment" || estimate {
      throw ValidationError("--ledger takes --experiment alone: a chain is checked as a whole")
    }
  }

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    if ledger {
      return try output.print(try await LedgerReport(experiment: experiment).run(on: store))
    }
    var query = CostQuery()
    query.by = try dimensions()
    query.experiment = experiment
    query.benchmark = benchmark
    query.judge = judge
    query.model = model
    query.since = since?.nanoseconds
    query.until = until?.nanoseconds
    query.estimates = estimate
    try output.print(try await CostsReport(query).run(on: store))
  }

  private func dimensions() throws -> [CostDimension] {
    let names = by.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let known = CostDimension.allCases.map(\.rawValue)
    let found = try names.map { name in
      guard let dimension = CostDimension(rawValue: name) else {
        throw ValidationError("--by has no \"\(name)\"; use \(known.joined(separator: ", "))")
      }
      return dimension
    }
    guard Set(found).count == found.count else { throw ValidationError("--by names one twice") }
    return found
  }
}
