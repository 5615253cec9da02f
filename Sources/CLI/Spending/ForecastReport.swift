internal import Evaluate
internal import Query

/// What a run would send, and what it would do to budgets, as a report.
struct ForecastReport {
  let report: Report

  init(_ forecast: RunForecast) {
    let parts = forecast.parts
    let likely = parts.map(\.likelyNanoUSD)
    var notes = parts.flatMap(\.notes)
    if parts.contains(where: { $0.calls > 0 && $0.likelyNanoUSD == nil }) {
      notes.append(
        "No price is known for some of it, so its cost is not: `scorehouse prices set` gives one.")
    }
    var sections = [
      Report.Section(
        title: "\(forecast.calls) calls"
          + (likely.contains(nil)
            ? "" : ", likely \(Self.dollars(likely.compactMap { $0 }.reduce(0, +)))"),
        rows: parts.map(Self.row))
    ]
    if !forecast.budgets.isEmpty {
      sections.append(
        Report.Section(
          title: forecast.budgets.count == 1 ? "Its budget" : "Its budgets",
          rows: forecast.budgets.map(Self.row),
          notes: forecast.budgets.compactMap(Self.note)
            + (forecast.refusal.map { ["The run does not begin: \($0)."] } ?? [])))
    }
    report = Report(
      name: "plan", parameters: [Report.Parameter("dry_run", .boolean(true))],
      columns: Self.columns, sections: sections, notes: notes)
  }

  // MARK: - Private

  private static func dollars(_ nanoUSD: Int64) -> String {
    let cents = (nanoUSD + 5_000_000) / 10_000_000
    return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }

  private static func row(_ forecast: Forecast) -> Report.Row {
    Report.Row(
      [
        .text(forecast.role), Cell(forecast.model), Cell(forecast.judge), Cell(forecast.planned),
        Cell(forecast.reused), Cell(forecast.calls), .integer(forecast.promptTokens),
        .integer(forecast.completionTokens), money(forecast.lowNanoUSD),
        money(forecast.likelyNanoUSD), money(forecast.highNanoUSD),
        Cell(time: forecast.priceDate),
      ] + Array(repeating: .null, count: budgetColumns.count))
  }

  private static func row(_ budget: BudgetForecast) -> Report.Row {
    Report.Row(
      Array(repeating: .null, count: partColumns.count) + [
        .text(budget.scope), money(budget.capNanoUSD), money(budget.spentNanoUSD),
        money(budget.reservedNanoUSD), money(budget.likelyNanoUSD), money(budget.highNanoUSD),
        money(budget.leftNanoUSD), money(budget.leftAfterNanoUSD), .text(budget.effect.rawValue),
      ])
  }

  /// What a budget does to the run, in a sentence; nil: nothing.
  private static func note(_ budget: BudgetForecast) -> String? {
    switch budget.effect {
    case .fits, .refuses: nil
    case .mayStop:
      "\(budget.scope) holds the run, likely; if replies are long, it stops before its end, and "
        + "`scorehouse resume` goes on when the budget is raised."
    case .stops:
      "\(budget.scope) holds about \(budget.heldCalls) of the \(budget.calls) calls, likely; then "
        + "the run stops, and `scorehouse resume` goes on when the budget is raised."
    }
  }

  private static func money(_ nanoUSD: Int64?) -> Cell { nanoUSD.map { .usd(nano: $0) } ?? .null }

  private static let columns = partColumns + budgetColumns

  private static let partColumns = [
    Report.Column("role"), Report.Column("model"), Report.Column("judge"),
    Report.Column("planned", unit: "rows", alignment: .trailing),
    Report.Column("reused", unit: "rows", alignment: .trailing),
    Report.Column("calls", unit: "rows", alignment: .trailing),
    Report.Column("prompt_tokens", unit: "tokens", alignment: .trailing),
    Report.Column("completion_tokens", unit: "tokens", alignment: .trailing),
    Report.Column("cost_low_usd", title: "low", unit: "usd", alignment: .trailing),
    Report.Column("cost_likely_usd", title: "likely", unit: "usd", alignment: .trailing),
    Report.Column("cost_high_usd", title: "high", unit: "usd", alignment: .trailing),
    Report.Column("price_date", title: "prices of", unit: "time"),
  ]

  private static let budgetColumns = [
    Report.Column("budget"),
    Report.Column("cap_usd", title: "cap", unit: "usd", alignment: .trailing),
    Report.Column("spent_usd", title: "spent", unit: "usd", alignment: .trailing),
    Report.Column("reserved_usd", title: "reserved", unit: "usd", alignment: .trailing),
    Report.Column("run_likely_usd", title: "this run", unit: "usd", alignment: .trailing),
    Report.Column("run_high_usd", title: "at most", unit: "usd", alignment: .trailing),
    Report.Column("left_usd", title: "left now", unit: "usd", alignment: .trailing),
    Report.Column("left_after_usd", title: "left then", unit: "usd", alignment: .trailing),
    Report.Column("effect"),
  ]
}
