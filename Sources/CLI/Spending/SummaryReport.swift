internal import Evaluate
internal import Query

/// What a run came to, as a report.
struct SummaryReport {
  let report: Report

  init(_ summary: EvaluationSummary) {
    let unknown = summary.parts.map(\.tally.unknownCosts).reduce(0, +)
    let hollow = summary.parts.filter { $0.hollow > 0 }.map { part in
      part.isJudged
        ? "Replies of \(part.model) without a verdict: \(part.hollow); they stand as failed on the board."
        : "Answers of \(part.model) without a text: \(part.hollow)."
    }
    report = Report(
      name: "run", columns: Self.columns,
      sections: [
        Report.Section(
          title: summary.stop == nil ? "Done" : "Stopped",
          rows: summary.parts.map { Self.row($0, of: summary) })
      ],
      notes: (unknown == 0 ? [] : ["Of \(unknown) calls the cost is not known."]) + hollow)
  }

  // MARK: - Private

  private static func row(
    _ part: EvaluationSummary.Part, of summary: EvaluationSummary
  ) -> Report.Row {
    Report.Row([
      .text(String(summary.run.prefix(12))), Cell(summary.experiment), .text(part.role),
      .text(part.model), Cell(part.planned), Cell(part.tally.done), Cell(part.reused),
      Cell(part.tally.failed), Cell(part.remaining), Cell(part.tally.calls),
      Cell(part.tally.retries), .integer(part.tally.promptTokens),
      .integer(part.tally.completionTokens), cost(part.tally),
      Cell(part.score), Cell(part.seconds),
    ])
  }

  /// Of calls without any price it is not known; of some without one, what is known.
  private static func cost(_ tally: RunTally) -> Cell {
    tally.calls > 0 && tally.unknownCosts == tally.calls ? .null : .usd(nano: tally.costNanoUSD)
  }

  static let columns = [
    Report.Column("run"),
    Report.Column("experiment", visibility: .whenSpace(priority: 1)),
    Report.Column("role"), Report.Column("model"),
    Report.Column("planned", unit: "rows", alignment: .trailing),
    Report.Column("done", unit: "rows", alignment: .trailing),
    Report.Column("reused", unit: "rows", alignment: .trailing),
    Report.Column("failed", unit: "rows", alignment: .trailing),
    Report.Column("remaining", unit: "rows", alignment: .trailing),
    Report.Column("calls", unit: "rows", alignment: .trailing),
    Report.Column("retries", unit: "rows", alignment: .trailing),
    Report.Column(
      "prompt_tokens", unit: "tokens", alignment: .trailing, visibility: .whenSpace(priority: 2)),
    Report.Column(
      "completion_tokens", unit: "tokens", alignment: .trailing,
      visibility: .whenSpace(priority: 2)),
    Report.Column("cost_usd", title: "cost", unit: "usd", alignment: .trailing),
    Report.Column("score", unit: "points", alignment: .trailing, digits: 2),
    Report.Column(
      "seconds", unit: "seconds", alignment: .trailing, digits: 1,
      visibility: .whenSpace(priority: 3)),
  ]
}
