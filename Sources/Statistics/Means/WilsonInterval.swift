/// Wilson's interval of a share, which stays within 0 and 1 and tells something of 0 of 30.
///
/// Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
/// (1927); Brown, Cai and DasGupta, "Interval estimation for a binomial proportion", Statistical
/// Science 16 (2001).
public enum WilsonInterval {
  /// The interval of 95 % of a share among so many independent trials; nil without a trial.
  ///
  /// - Parameter trials: may be a fraction: the effective number of trials that hang together.
  public static func of(share: Double, trials: Double) -> ClosedRange<Double>? {
    guard trials > 0, (0...1).contains(share) else { return nil }
    let z = NormalDistribution.quantile975
    let square = z * z / trials
    let centre = (share + square / 2) / (1 + square)
    let reach =
      z / (1 + square) * (share * (1 - share) / trials + square / (4 * trials)).squareRoot()
    // At the ends the formula gives them but for rounding.
    let low = share == 0 ? 0 : max(0, centre - reach)
    let high = share == 1 ? 1 : min(1, centre + reach)
    return min(low, high)...max(low, high)
  }

  /// The interval of so many successes in so many trials.
  public static func of(successes: Int, trials: Int) -> ClosedRange<Double>? {
    guard trials > 0 else { return nil }
    return of(share: Double(successes) / Double(trials), trials: Double(trials))
  }

  /// The interval of a mean of shares that hang together in clusters.
  ///
  /// The trials are as many as would give the clustered error: p (1 - p) / SE². Without any
  /// variance, as when every game was won, each cluster is one trial.
  ///
  /// Source: Korn and Graubard, "Confidence intervals for proportions with small expected number
  /// of positive counts estimated from survey data", Survey Methodology 24 (1998).
  public static func of(_ mean: ClusteredMean) -> ClosedRange<Double>? {
    of(mean: mean.mean, standardError: mean.standardError, clusterCount: mean.clusterCount)
  }

  /// The same from its parts.
  public static func of(
    mean: Double, standardError: Double?, clusterCount: Int
  ) -> ClosedRange<Double>? {
    let variance = (standardError ?? 0) * (standardError ?? 0)
    let share = min(max(mean, 0), 1)
    let trials = variance > 0 ? share * (1 - share) / variance : Double(clusterCount)
    return of(share: share, trials: max(1, trials))
  }
}
