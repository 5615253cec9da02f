internal import Warehouse

/// What one model has on a board, ready to be ranked.
struct Standing {
  var model: String
  let edition: Int
  /// The set that is shown, and how many there are; nil in readings without sets.
  var answerSet: (shown: Int, count: Int)?
  var n: Int
  var sum: Double
  var failed: Int
  /// nil: not known.
  var truncated: Int?
  /// Scored verdicts and the sum of their values, by turn 1 and 2.
  var turns: [(n: Int, sum: Double)]
  /// Wins, losses and ties; all 0 in single mode.
  var games = (wins: 0, losses: 0, ties: 0)
  /// nil where clusters are not known.
  var clusters: ClusterSums?
  /// The lowest and the highest score; nil in pairwise mode, or without a score.
  var range: ClosedRange<Double>?
  /// What the templates state; nil: unknown.
  var scale: ClosedRange<Double>?
  var lastJudgedAt: Int64?
  /// What people call the model; nil: its name.
  var label: String?

  /// The mean over all scored verdicts; nil without one.
  var score: Double? { n > 0 ? sum / Double(n) : nil }

  /// The mean of a turn, counted from 1; nil without a scored verdict.
  func score(turn: Int) -> Double? {
    let (n, sum) = turns[turn - 1]
    return n > 0 ? sum / Double(n) : nil
  }

  /// The standard error of the score, clustered by question; nil below two questions.
  var standardError: Double? {
    guard let score else { return nil }
    return clusters?.standardError(mean: score, n: n)
  }
}
