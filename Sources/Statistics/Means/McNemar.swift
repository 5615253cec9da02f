internal import RealModule

/// McNemar's test of whether two models differ on questions that each gets right or wrong.
///
/// Source: McNemar, Psychometrika 12 (1947); the exact form is the binomial test of one half.
public struct McNemar: Sendable, Equatable {
  /// Below so many questions on which they differ the exact test is used.
  public static let exactBelow = 25

  /// Questions that only the first gets right.
  public let onlyFirst: Int
  /// Questions that only the second gets right.
  public let onlySecond: Int

  /// A test of two models.
  public init(onlyFirst: Int, onlySecond: Int) {
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
  }

  /// Whether the binomial test is used, which holds for any number of questions.
  public var isExact: Bool { onlyFirst + onlySecond < Self.exactBelow }

  /// The probability of such a difference, or a greater one, between equals.
  public var p: Double { isExact ? exactP : Self.p(statistic) }

  /// The chi-squared statistic with one degree of freedom; 0 where they never differ.
  public var statistic: Double { statistic(less: 0) }

  /// The same with Edwards' correction for continuity.
  public var correctedStatistic: Double { statistic(less: 1) }

  // MARK: - Private

  private static func p(_ statistic: Double) -> Double {
    NormalDistribution.twoSided(statistic.squareRoot())
  }

  private func statistic(less correction: Double) -> Double {
    let sum = Double(onlyFirst + onlySecond)
    guard sum > 0 else { return 0 }
    let difference = max(0, Double(abs(onlyFirst - onlySecond)) - correction)
    return difference * difference / sum
  }

  private var exactP: Double {
    let n = onlyFirst + onlySecond
    guard n > 0 else { return 1 }
    var (term, sum) = (1.0, 1.0)
    for k in 0..<min(onlyFirst, onlySecond) {
      term *= Double(n - k) / Double(k + 1)
      sum += term
    }
    return min(1, 2 * sum / .exp2(Double(n)))
  }
}
