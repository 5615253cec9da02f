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
  let truncated: Int?
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

/// Three sums over questions, from which the clustered error of a mean follows.
struct ClusterSums {
  var count = 0
  var sumSquares = 0.0
  var sumProducts = 0.0
  var countSquares = 0.0

  /// Adds a question with the sum and the number of its scores.
  mutating func add(sum: Double, count scores: Int) {
    count += 1
    sumSquares += sum * sum
    sumProducts += sum * Double(scores)
    countSquares += Double(scores * scores)
  }

  /// The clustered standard error with the small-sample factor C/(C-1).
  ///
  /// Source: Miller, "Adding Error Bars to Evals", arXiv 2411.00640, equation 4; the factor as in
  /// Inspect's `stderr`.
  func standardError(mean: Double, n: Int) -> Double? {
    guard count > 1 else { return nil }
    let residuals = sumSquares - 2 * mean * sumProducts + mean * mean * countSquares
    let factor = Double(count) / Double(count - 1)
    // Rounding may leave a negative zero of a sum that is exactly zero.
    return (factor * max(residuals, 0)).squareRoot() / Double(n)
  }
}
