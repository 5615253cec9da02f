internal import Evaluate
internal import Query

/// What a run would send, as a report.
struct ForecastReport {
  let report: Report

  init(_ forecasts: [Forecast]) {
    let calls = forecasts.map(\.calls).reduce(0, +)
    let likely = forecasts.map(\.likelyNanoUSD)
    var notes = forecasts.flatMap(\.notes)
    if forecasts.contains(where: { $0.calls > 0 && $0.likelyNanoUSD == nil }) {
      notes.append(
        "No price is known for some of it, so its cost is not: `scorehouse prices set` gives one.")
    }
    report = Report(
      name: "plan", parameters: [Report.Parameter("dry_run", .boolean(true))],
      columns: Self.columns,
      sections: [
        Report.Section(
          title: "\(calls) calls"
            + (likely.contains(nil)
              ? "" : ", likely \(Self.dollars(likely.compactMap { $0 }.reduce(0, +)))"),
          rows: forecasts.map(Self.row))
      ],
      notes: notes)
  }

  // MARK: - Private

  private static func dollars(_ nanoUSD: Int64) -> String {
    let cents = (nanoUSD + 5_000_000) / 10_000_000
    return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }

  private static func row(_ forecast: Forecast) -> Report.Row {
    Report.Row([
      .text(forecast.role), Cell(forecast.model), Cell(forecast.judge), Cell(forecast.planned),
      Cell(forecast.reused), Cell(forecast.calls), .integer(forecast.promptTokens),
      .integer(forecast.completionTokens), money(forecast.lowNanoUSD),
      money(forecast.likelyNanoUSD), money(forecast.highNanoUSD), Cell(time: forecast.priceDate),
    ])
  }

  private static func money(_ nanoUSD: Int64?) -> Cell { nanoUSD.map { .usd(nano: $0) } ?? .null }

  private static let columns = [
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
}
