internal import Storage
public import Warehouse

/// Compares the ledger with what a provider bills, by day of UTC, project and model.
public struct Reconciliation: Sendable {
  private let invoice: Invoice
  /// What may be left over in a row without being a mismatch, in nano-USD.
  public var toleranceNanoUSD: Int64 = 0
  /// Whether others use the key or project too: what the ledger lacks is theirs.
  public var isShared = false

  /// A comparison with an invoice.
  public init(_ invoice: Invoice) {
    self.invoice = invoice
  }

  /// What was found.
  public struct Result: Sendable {
    /// A row for each place that either side has.
    public let report: Report
    /// Rows in which more is left over than is tolerated.
    public let mismatches: Int
  }

  /// Reads the ledger.
  ///
  /// - Complexity: O(calls + lines).
  public func run(on store: Store) async throws -> Result {
    let (ledger, book) = try await store.database.read { connection in
      let ledger = try LedgerDays(
        connection, covered: invoice.days,
        hasProjects: invoice.lines.contains { !$0.projects.isEmpty },
        hasModels: invoice.lines.contains { $0.model != nil })
      return (ledger, try PriceTable(connection).book())
    }
    let rows = compare(ledger, book)
    return Result(
      report: report(rows, ledger),
      mismatches: rows.count { $0.leftOver.magnitude > toleranceNanoUSD.magnitude })
  }

  // MARK: - Private

  private struct Compared {
    let place: LedgerPlace
    let ledger: Int64
    let invoice: Int64
    let explained: Int64
    let cause: String?

    var difference: Int64 { invoice - ledger }
    var leftOver: Int64 { difference - explained }
  }

  private struct Billed {
    var nanoUSD: Int64 = 0
    var rounding: Int64 = 0
    var lines: Int64 = 0
  }

  private func compare(_ ledger: LedgerDays, _ book: PriceBook) -> [Compared] {
    let labels = Set(ledger.days.keys.compactMap(\.project))
    var billed: [LedgerPlace: Billed] = [:]
    for line in invoice.lines {
      // A project has an id and a name; the ledger knows it by one of them.
      let project = line.projects.first(where: labels.contains) ?? line.projects.first
      let place = LedgerPlace(
        day: line.day, provider: line.provider, project: ledger.hasProjects ? project : nil,
        model: line.model)
      billed[place, default: Billed()].nanoUSD += line.nanoUSD
      billed[place, default: Billed()].rounding += line.roundingNanoUSD
      billed[place, default: Billed()].lines += 1
    }
    return Set(billed.keys).union(ledger.days.keys)
      .sorted { $0.order.lexicographicallyPrecedes($1.order) }
      .map { place in
        let day = ledger.days[place] ?? LedgerDay()
        let bill = billed[place] ?? Billed()
        let (explained, cause) = explain(day, bill, book)
        return Compared(
          place: place, ledger: day.nanoUSD, invoice: bill.nanoUSD, explained: explained,
          cause: cause)
      }
  }

  /// How much of a difference has a cause, and which.
  private func explain(
    _ day: LedgerDay, _ bill: Billed, _ book: PriceBook
  ) -> (Int64, String?) {
    let difference = bill.nanoUSD - day.nanoUSD
    guard difference != 0 else { return (0, nil) }
    // Each line and each call is rounded by half a nano-dollar at most, or by half of a last digit.
    let rounding = bill.rounding + (bill.lines + Int64(day.calls.count) + 1) / 2
    if difference.magnitude <= rounding.magnitude { return (difference, "rounding") }
    if difference < 0, -difference <= day.lostNanoUSD {
      return (difference, "lost replies, which were reserved at more than was billed")
    }
    if !day.calls.isEmpty, let date = priceDate(day, bill, book, rounding) {
      return (difference, "price date: billed by the prices of \(date)")
    }
    if day.unpriced > 0, difference > 0 {
      return (0, "\(day.unpriced) calls have no price; `scorehouse prices import` brings it")
    }
    if difference > 0 {
      return (isShared ? difference : 0, "not in the ledger: other users of the key or project")
    }
    return day.lostNanoUSD > 0
      ? (-day.lostNanoUSD, "lost replies explain a part; the rest is not billed")
      : (0, "in the ledger and not billed")
  }

  /// The day of a price list by which the calls cost what was billed.
  private func priceDate(
    _ day: LedgerDay, _ bill: Billed, _ book: PriceBook, _ rounding: Int64
  ) -> String? {
    let models = Set(day.calls.flatMap(\.models))
    let dates = Set(book.all.lazy.filter { models.contains($0.row.model) }.map(\.row.validFrom))
    return dates.sorted().first { instant in
      guard let amount = day.nanoUSD(book, at: instant) else { return false }
      return (amount - bill.nanoUSD).magnitude <= rounding.magnitude
    }
    .map { InvoiceLine.text(ofDay: $0 / InvoiceLine.dayNanoseconds) }
  }

  private func report(_ rows: [Compared], _ ledger: LedgerDays) -> Report {
    func sum(_ amount: (Compared) -> Int64) -> String { USDText.of(rows.map(amount).reduce(0, +)) }
    var notes = [
      "In all \(sum(\.ledger)) in the ledger, \(sum(\.invoice)) on the invoice, "
        + "\(sum(\.difference)) difference, \(sum(\.explained)) explained, "
        + "\(sum(\.leftOver)) left over."
    ]
    if ledger.otherCalls > 0 {
      notes.append("\(ledger.otherCalls) calls are of days that the invoice does not cover.")
    }
    if !ledger.hasProjects, invoice.lines.contains(where: { !$0.projects.isEmpty }) {
      notes.append("No call has the label of a project, so projects are taken together.")
    }
    return Report(
      name: "reconcile",
      parameters: [
        Report.Parameter("tolerance_usd", .usd(nano: toleranceNanoUSD)),
        Report.Parameter("shared", .boolean(isShared)),
      ],
      columns: [Report.Column](Self.fields),
      sections: [Report.Section(title: "", rows: rows.map { Report.Row($0, Self.fields) })],
      notes: notes + invoice.notes)
  }

  private static let fields: [Field<Compared>] = [
    .text("day") { .text(InvoiceLine.text(ofDay: $0.place.day)) },
    .text("provider") { .text($0.place.provider) }, .text("project") { Cell($0.place.project) },
    .text("model") { Cell($0.place.model) },
    .number("ledger_usd", title: "ledger", unit: "usd") { .usd(nano: $0.ledger) },
    .number("invoice_usd", title: "invoice", unit: "usd") { .usd(nano: $0.invoice) },
    .number("difference_usd", title: "difference", unit: "usd") { .usd(nano: $0.difference) },
    .number("explained_usd", title: "explained", unit: "usd") { .usd(nano: $0.explained) },
    .text("cause") { Cell($0.cause) },
  ]
}
