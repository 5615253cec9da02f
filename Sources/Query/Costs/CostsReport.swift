internal import Storage
public import Warehouse

/// What calls cost, to the nano-dollar.
///
/// Every call counts once, at the newest revision of its cost. What is wasted was billed, or may have
/// been, and brought nothing: replies that were lost, calls that failed, replies that a later one
/// replaced.
public struct CostsReport: Sendable {
  private let query: CostQuery

  /// A report on the calls of a query.
  public init(_ query: CostQuery) {
    self.query = query
  }

  /// Reads the sums that are kept of the ledger, and the ledger where they are behind.
  ///
  /// - Complexity: O(sums); O(calls) for times that are no whole days.
  public func run(on store: Store) async throws -> Report {
    let groups = try await store.database.read { connection in
      var reader = CostReader(connection, query)
      do {
        try reader.readAll()
      } catch let error as StorageError where CostOverflow.isMeant(by: error) {
        throw CostOverflow()
      }
      return reader.groups
    }
    .sorted { left, right in
      left.key.lexicographicallyPrecedes(right.key) { ($0 ?? "") < ($1 ?? "") }
    }
    var total = CostSums()
    for group in groups { try total.add(group.value) }
    let rows = groups.map { labels, sums in
      Report.Row(labels.map { Cell($0) } + Self.fields.map { $0.cell(sums) })
    }
    return Report(
      name: "costs", parameters: parameters,
      columns: query.by.map { Report.Column($0.rawValue, visibility: .asked) }
        + Self.columns(of: groups.map(\.value)),
      sections: [Report.Section(title: "", rows: rows)],
      notes: notes(total, groupCount: groups.count))
  }

  // MARK: - Private

  private var parameters: [Report.Parameter] {
    [
      Report.Parameter("by", .list(query.by.map { .text($0.rawValue) })),
      Report.Parameter("experiment", Cell(query.experiment)),
      Report.Parameter("benchmark", Cell(query.benchmark)),
      Report.Parameter("judge", Cell(query.judge)), Report.Parameter("model", Cell(query.model)),
      Report.Parameter("since", Cell(time: query.since)),
      Report.Parameter("until", Cell(time: query.until)),
      Report.Parameter("estimate", .boolean(query.estimates)),
    ]
  }

  private func notes(_ total: CostSums, groupCount: Int) -> [String] {
    var notes: [String] = []
    if groupCount == 0 {
      notes.append(
        "Nothing here has a cost: `generate`, `judge` and `eval` note every call, and --estimate "
          + "guesses what imported rows may have cost.")
    }
    if groupCount > 1, total["calls"] > 0 {
      notes.append(
        "In all \(DecimalText.grouped(total["calls"])) calls, \(USDText.of(total["nano_usd"])), "
          + "of which \(USDText.of(total.wastedNanoUSD)) is wasted.")
    }
    let unknown = total["unpriced_calls"]
    if unknown > 0 {
      notes.append(
        "Of \(DecimalText.grouped(unknown)) calls the cost is not known, and not in the sums; "
          + "`scorehouse prices set` or `prices import` fills it in.")
    }
    if total.estimatedRows > 0 {
      notes.append(
        "\(DecimalText.grouped(total.estimatedRows)) imported rows are estimated from their texts, "
          + "in columns of their own.")
    }
    if total.unestimatedRows > 0 {
      notes.append(
        "\(DecimalText.grouped(total.unestimatedRows)) imported rows cannot be estimated: no price "
          + "holds for their model then, or several do, or a text is missing.")
    }
    return notes
  }

  /// What is zero in every row tells people nothing, but for what was called and what it cost.
  private static func columns(of groups: [CostSums]) -> [Report.Column] {
    fields.map { field in
      let isZero = groups.allSatisfy {
        [.integer(0), .usd(nano: 0), .null].contains(field.cell($0))
      }
      return isZero && !lasting.contains(field.column.name)
        ? field.column.forMachines : field.column
    }
  }

  private static let lasting: Set = ["calls", "failed_calls", "cost_usd", "wasted_usd"]

  private static func tokens(_ name: String, _ title: String) -> Field<CostSums> {
    .number(name, title: title, unit: "tokens") { .integer($0[name]) }
  }

  /// An amount that people see where there is room.
  private static func detail(
    _ name: String, _ title: String, _ amount: @escaping @Sendable (CostSums) -> Int64?
  ) -> Field<CostSums> {
    .number(name, title: title, unit: "usd", .whenSpace(priority: 1)) { sums in
      amount(sums).map { .usd(nano: $0) } ?? .null
    }
  }

  private static func count(
    _ name: String, _ title: String, _ count: @escaping @Sendable (CostSums) -> Int64
  ) -> Field<CostSums> {
    .number(name, title: title, unit: "rows", .whenSpace(priority: 0)) { .integer(count($0)) }
  }

  /// An amount for each of a number of things; nil where there is none.
  private static func share(_ nanoUSD: Int64, of count: Int64) -> Int64? {
    count > 0 ? (nanoUSD + count / 2) / count : nil
  }

  private static let fields: [Field<CostSums>] =
    [
      .number("calls", unit: "rows") { .integer($0["calls"]) },
      .number("failed_calls", title: "failed", unit: "rows") { .integer($0["failed_calls"]) },
      tokens("prompt_tokens", "prompt"), tokens("cached_tokens", "cached"),
      tokens("completion_tokens", "completion"), tokens("reasoning_tokens", "reasoning"),
      .number("cost_usd", title: "cost", unit: "usd") { .usd(nano: $0["nano_usd"]) },
      .number("reported_usd", title: "reported", unit: "usd") {
        .usd(nano: $0["reported_nano_usd"])
      },
      .number("wasted_usd", title: "wasted", unit: "usd") { .usd(nano: $0.wastedNanoUSD) },
      .text("estimated") { .boolean($0.isEstimated) },
    ] + [
      detail("lost_usd", "lost") { $0["lost_nano_usd"] },
      detail("failed_usd", "failed cost") { $0["failed_nano_usd"] },
      detail("superseded_usd", "superseded") { $0["superseded_nano_usd"] },
      detail("saved_usd", "saved") { $0.savedNanoUSD },
      count("unknown_calls", "unknown") { $0["unpriced_calls"] },
      count("answers", "answers") { $0.answers },
      count("judgments", "judgments") { $0.judgments },
      count("models_scored", "models scored") { Int64($0.modelsScored.count) },
      detail("usd_per_answer", "per answer") { share($0.generateNanoUSD, of: $0.answers) },
      detail("usd_per_judgment", "per judgment") { share($0.judgeNanoUSD, of: $0.judgments) },
      detail("usd_per_model", "per model") {
        share($0["nano_usd"], of: Int64($0.modelsScored.count))
      },
      detail("server_usd", "server") { $0.serverNanoseconds > 0 ? $0.serverNanoUSD : nil },
      .number("server_hours", unit: "hours", digits: 2, .whenSpace(priority: 0)) {
        $0.serverNanoseconds > 0 ? .real(Double($0.serverNanoseconds) / 3.6e12) : .null
      },
      .number("reported_seconds", unit: "seconds", digits: 1, .whenSpace(priority: 0)) {
        $0.reportedNanoseconds > 0 ? .real(Double($0.reportedNanoseconds) / 1e9) : .null
      },
      .number("estimated_rows", unit: "rows", .whenSpace(priority: 1)) {
        $0.estimatedRows > 0 ? .integer($0.estimatedRows) : .null
      },
      detail("estimate_low_usd", "estimate low") { $0.estimatedRows > 0 ? $0.lowNanoUSD : nil },
      detail("estimate_usd", "estimate") { $0.estimatedRows > 0 ? $0.likelyNanoUSD : nil },
      detail("estimate_high_usd", "estimate high") { $0.estimatedRows > 0 ? $0.highNanoUSD : nil },
    ]
}
