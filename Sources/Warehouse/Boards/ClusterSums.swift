/// Three sums over questions, from which the clustered error of a mean follows.
package struct ClusterSums: Sendable, Equatable {
  /// Questions with a score.
  package private(set) var count = 0
  /// Of the sum of a question's scores, squared.
  package private(set) var sumSquares = 0.0
  /// Of the sum of a question's scores times their number.
  package private(set) var sumProducts = 0.0
  /// Of the number of a question's scores, squared.
  package private(set) var countSquares = 0.0

  /// No question.
  package init() {}

  init(count: Int, sumSquares: Double, sumProducts: Double, countSquares: Double) {
    self.count = count
    self.sumSquares = sumSquares
    self.sumProducts = sumProducts
    self.countSquares = countSquares
  }

  /// Adds a question with the sum and the number of its scores.
  package mutating func add(sum: Double, count scores: Int) {
    count += 1
    sumSquares += sum * sum
    sumProducts += sum * Double(scores)
    countSquares += Double(scores * scores)
  }

  /// The clustered standard error with the small-sample factor C/(C-1).
  ///
  /// Source: Miller, "Adding Error Bars to Evals", arXiv 2411.00640, equation 4; the factor as in
  /// Inspect's `stderr`.
  package func standardError(mean: Double, n: Int) -> Double? {
    guard count > 1 else { return nil }
    let residuals = sumSquares - 2 * mean * sumProducts + mean * mean * countSquares
    let factor = Double(count) / Double(count - 1)
    // Of equal scores rounding may leave something, on either side of zero.
    let isNothing = residuals <= sumSquares * 1e-12
    return isNothing ? 0 : (factor * residuals).squareRoot() / Double(n)
  }
}
