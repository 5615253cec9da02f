internal import Warehouse

/// A row of AlpacaEval's leaderboard: a model's name without a heading, then figures.
struct AlpacaEvalLeaderboard {
  let header: [String]
  let benchmark: String
  /// From the file's name, `ANNOTATOR_leaderboard.csv`.
  let judge: String?

  /// Columns that a file must have to be one.
  static let required = ["win_rate", "standard_error", "n_total"]

  private static let figures: Set = [
    "win_rate", "standard_error", "discrete_win_rate", "length_controlled_winrate",
    "lc_standard_error", "avg_length", "n_wins", "n_wins_base", "n_draws", "n_total",
  ]

  init(header: [String], benchmark: String?, path: String) {
    self.header = header
    self.benchmark = benchmark ?? AlpacaEvalRecord.benchmark
    let name = path.split(separator: "/").last ?? ""
    judge = name.firstRange(of: "_leaderboard").map { String(name[..<$0.lowerBound]) }
  }

  /// Its figures, one for each column that has one.
  ///
  /// - Throws: `RecordProblem`.
  func figures(_ record: CSVRecord) throws -> [FigureRecord] {
    guard record.fields.count == header.count else {
      throw RecordProblem("has \(record.fields.count) fields where the header has \(header.count)")
    }
    guard let model = record.fields.first, !model.isEmpty else {
      throw RecordProblem("names no model")
    }
    return try zip(header, record.fields).compactMap { name, text in
      guard Self.figures.contains(name), !text.isEmpty else { return nil }
      guard let value = Double(text), value.isFinite else {
        throw RecordProblem("has \(name) \"\(text.prefix(40))\", not a number")
      }
      return FigureRecord(
        line: record.line, figure: name, model: model, judgeName: judge, benchmark: benchmark,
        turn: nil, value: value)
    }
  }
}
