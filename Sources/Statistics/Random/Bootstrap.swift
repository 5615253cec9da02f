/// Intervals by drawing clusters, such as questions, anew with replacement.
///
/// They lie between percentiles that are moved outwards as far as t exceeds the normal
/// distribution and n exceeds n - 1, without which they would hold the truth too seldom.
///
/// Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993); Hesterberg, "What
/// Teachers Should Know About the Bootstrap", The American Statistician 69 (2015), section 3.4.
public enum Bootstrap {
  /// The rounds that are drawn unless somebody asks for more.
  public static let usualRounds = 1000

  /// The interval of 95 % of the mean over all values of some clusters; nil below two clusters.
  ///
  /// - Complexity: O(rounds · clusters).
  public static func interval(
    of clusters: [ClusteredMean.Cluster], rounds: Int = usualRounds, seed: UInt64
  ) -> ClosedRange<Double>? {
    guard clusters.count > 1, rounds > 1 else { return nil }
    var means: [Double] = []
    for round in 0..<rounds {
      var random = SeededGenerator(seed: seed, stream: round)
      var (count, sum) = (0, 0.0)
      for _ in clusters.indices {
        let cluster = clusters[random.index(below: clusters.count)]
        count += cluster.count
        sum += cluster.sum
      }
      if count > 0 { means.append(sum / Double(count)) }
    }
    return interval(means, drawnFrom: clusters.count)
  }

  /// The interval of 95 % that values of a statistic give, each of one drawing; nil without any.
  ///
  /// - Parameter count: how many clusters, or values that stand alone, were drawn from.
  public static func interval(_ values: [Double], drawnFrom count: Int) -> ClosedRange<Double>? {
    let sorted = values.filter { $0.isFinite }.sorted()
    guard !sorted.isEmpty, let t = StudentT(degreesOfFreedom: Double(count - 1)) else { return nil }
    let p = NormalDistribution.cumulative(
      -t.quantile975 * (Double(count) / Double(count - 1)).squareRoot())
    return quantile(p, sorted)...quantile(1 - p, sorted)
  }

  /// Between the two nearest values, the k-th of n being the quantile of k / (n + 1).
  private static func quantile(_ p: Double, _ sorted: [Double]) -> Double {
    let place = min(max(p * Double(sorted.count + 1) - 1, 0), Double(sorted.count - 1))
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}
