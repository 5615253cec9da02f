import Query

/// A report like `leaderboard`: two boards, names in several scripts, gaps, a partial model.
enum Fixtures {
  static let leaderboard = Report(
    name: "leaderboard",
    parameters: [
      .init("benchmark", .text("mt_bench")), .init("as_of", .null),
      .init("models", .list([.text("gpt-4"), .text("日本語モデル")])),
    ],
    columns: columns,
    sections: [
      Report.Section(
        title: "mt_bench, judged by gpt-4, single",
        subtitle: "80 questions, 2 turns, scores 1 to 10",
        rows: gpt4Rows,
        notes: ["1 model has fewer than the expected 160 scores and is not ranked (--partial)."]),
      Report.Section(
        title: "mt_bench, judged by claude-3-5-sonnet, single", rows: claudeRows,
        notes: ["1 model has fewer than the expected 160 scores and is not ranked (--partial)."]),
    ],
    notes: ["Scores of two judges are not comparable."])

  static let empty = Report(
    name: "leaderboard", columns: [.init("model"), .init("score", unit: "points")], sections: [])

  static let columns: [Report.Column] = [
    .init("board", isInSectionTitle: true),
    .init("rank", alignment: .trailing),
    .init("model"),
    .init("score", unit: "points", alignment: .trailing, digits: 2),
    .init("n", unit: "rows", alignment: .trailing),
    .init(
      "turn_1", unit: "points", alignment: .trailing, digits: 2,
      visibility: .whenSpace(priority: 3)),
    .init(
      "win_rate", unit: "rate", alignment: .trailing, visibility: .whenSpace(priority: 2)),
    .init(
      "cost_usd", title: "cost", unit: "usd", alignment: .trailing,
      visibility: .whenSpace(priority: 4)),
    .init("at", unit: "time", visibility: .whenSpace(priority: 1)),
    .init("answer_set", visibility: .machineOnly),
  ]

  private static let gpt4Rows: [Report.Row] = [
    row("b1", 1, "gpt-4", 8.990625, 160, 8.95625, 0.875, 12_345_678_900_000, 1_711_639_145),
    row("b1", 2, "日本語モデル-7b", 7.76875, 160, 8.1, 0.5454545, 13_500, 1_688_000_000),
    row("b1", 3, "lmsys/vicuna-33b-v1.3-delta-merged-awq", 7.12, 1280, nil, nil, 1_250_000_000, 0),
    row("b1", 4, "émile 🤗 | evil\u{1b}[31m", 0.1 + 0.2, 160, 10, 1, 0, nil),
    row("b1", nil, "lava-r8@2", 6.416666666666667, 96, 6.5, 0, nil, 1_711_639_145, .muted),
  ]

  private static let claudeRows: [Report.Row] = [
    row("b2", 1, "gpt-4", 8.5, 160, 8.25, 0.5, -13_500_000, 1_711_639_145),
    row("b2", nil, "llama-13b", nil, 0, nil, nil, nil, nil, .muted),
  ]

  private static func row(
    _ board: String, _ rank: Int?, _ model: String, _ score: Double?, _ n: Int,
    _ turn1: Double?, _ winRate: Double?, _ nanoUSD: Int64?, _ seconds: Int64?,
    _ emphasis: Report.Row.Emphasis = .normal
  ) -> Report.Row {
    Report.Row(
      [
        .text(board), Cell(rank), .text(model), Cell(score), Cell(n), Cell(turn1), Cell(winRate),
        nanoUSD.map { .usd(nano: $0) } ?? .null,
        seconds.map { .time(nanoseconds: $0 * 1_000_000_000 + 500_000_000) } ?? .null, Cell(1),
      ], emphasis: emphasis)
  }
}
