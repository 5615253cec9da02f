internal import Statistics
internal import Warehouse

extension Standing {
  /// The interval of 95 % of the score, clustered by question; nil below two questions, and where
  /// all scores are alike.
  ///
  /// - Parameter quantile: of t with a degree of freedom less than questions.
  func interval(quantile: Double) -> ClosedRange<Double>? {
    guard let score, let standardError, standardError > 0 else { return nil }
    return (score - quantile * standardError)...(score + quantile * standardError)
  }

  /// Whether every score is 0 or 1, and each question has one.
  var isBinary: Bool {
    guard let clusters, let range, (0...1).contains(range.lowerBound), range.upperBound <= 1 else {
      return false
    }
    // Numbers from 0 to 1 are as large as their squares only at the ends.
    return clusters.countSquares == Double(clusters.count) && clusters.sumSquares == sum
  }

  /// The interval of 95 % of a share of right answers.
  var binaryInterval: ClosedRange<Double>? {
    score.flatMap { WilsonInterval.of(share: $0, trials: Double(n)) }
  }

  /// The interval of 95 % of the share of wins, ties counted half; nil below two questions.
  var shareInterval: ClosedRange<Double>? {
    guard let score, let clusters, let standardError else { return nil }
    return WilsonInterval.of(
      mean: score, standardError: standardError, clusterCount: clusters.count)
  }
}

/// The quantiles of t that the rows of a report need, each computed once.
struct Quantiles {
  private let quantiles: [Int: Double]

  init(_ standings: some Sequence<Standing>) {
    let counts = Set(standings.compactMap { $0.clusters?.count })
    quantiles = Dictionary(
      uniqueKeysWithValues: counts.compactMap { count in
        StudentT(degreesOfFreedom: Double(count - 1)).map { (count, $0.quantile975) }
      })
  }

  /// The interval of a standing's mean.
  func interval(_ standing: Standing, _ mode: JudgingMode) -> ClosedRange<Double>? {
    guard mode == .single else { return standing.shareInterval }
    if standing.isBinary { return standing.binaryInterval }
    return standing.clusters.flatMap { quantiles[$0.count] }.flatMap(standing.interval)
  }
}
