internal import RealModule

/// A mean with a standard error that counts clusters, such as questions, and not single values.
///
/// The turns and repeats of one question go together; taken as independent they make errors of
/// MT-Bench scores a fifth too small. SE² = C/(C-1) · Σ_c (Σ_{i in c} (x_i - mean))² / n², with
/// Student's t of C - 1 degrees of freedom.
///
/// Source: Miller, "Adding Error Bars to Evals", arXiv 2411.00640, section 2.2; the factor
/// C/(C-1) as in Inspect's `stderr`.
public struct ClusteredMean: Sendable, Equatable {
  /// How many values.
  public let count: Int
  /// How many clusters have a value.
  public let clusterCount: Int
  /// The mean over all values.
  public let mean: Double
  /// nil with one cluster, which tells nothing of others.
  public let standardError: Double?

  /// What one cluster adds.
  public struct Cluster: Sendable, Equatable {
    /// How many values it has.
    public let count: Int
    /// Their sum.
    public let sum: Double

    /// A cluster of some values.
    public init(count: Int, sum: Double) {
      self.count = count
      self.sum = sum
    }
  }

  /// The mean over clusters; nil where none has a value, or a value is no number.
  ///
  /// - Complexity: O(clusters).
  public init?(_ clusters: [Cluster]) {
    var total = (count: 0, sum: 0.0, clusters: 0)
    for cluster in clusters where cluster.count > 0 {
      total.count += cluster.count
      total.sum += cluster.sum
      total.clusters += 1
    }
    guard total.count > 0, total.sum.isFinite else { return nil }
    let mean = total.sum / Double(total.count)
    var squares = 0.0
    for cluster in clusters where cluster.count > 0 {
      let residual = cluster.sum - Double(cluster.count) * mean
      // What is left of equal values by rounding alone is no variance.
      if residual.magnitude > cluster.sum.magnitude * 1e-12 { squares += residual * residual }
    }
    count = total.count
    clusterCount = total.clusters
    self.mean = mean
    let factor = Double(clusterCount) / Double(clusterCount - 1)
    standardError =
      clusterCount > 1 ? (factor * squares).squareRoot() / Double(total.count) : nil
  }

  /// The mean over values that stand alone, each a cluster.
  public init?(_ values: [Double]) {
    self.init(values.map { Cluster(count: 1, sum: $0) })
  }

  /// The mean of values grouped into clusters.
  public init?(grouped clusters: [[Double]]) {
    self.init(clusters.map { Cluster(count: $0.count, sum: $0.reduce(0, +)) })
  }

  /// The interval of 95 %; nil with one cluster.
  public var interval: ClosedRange<Double>? {
    Self.interval(mean, standardError, clusterCount: clusterCount)
  }

  /// The probability, were the true mean zero, of one as far from it or further.
  ///
  /// nil with one cluster. Where all clusters are alike there is no error to measure by; then it is
  /// the sign test's: 1 where they are zero, else 2 / 2^C.
  public var p: Double? {
    guard let standardError, let t = StudentT(degreesOfFreedom: Double(clusterCount - 1)) else {
      return nil
    }
    if standardError == 0 { return mean == 0 ? 1 : .exp2(1 - Double(clusterCount)) }
    return t.twoSided(mean / standardError)
  }

  /// The interval of 95 % of a mean with a clustered error; nil without one.
  public static func interval(
    _ mean: Double, _ standardError: Double?, clusterCount: Int
  ) -> ClosedRange<Double>? {
    guard let standardError, let t = StudentT(degreesOfFreedom: Double(clusterCount - 1)) else {
      return nil
    }
    let reach = t.quantile975 * standardError
    return (mean - reach)...(mean + reach)
  }
}

/// The spread of single values.
public enum Spread {
  /// The standard deviation with n - 1; nil below two values.
  public static func standardDeviation(_ values: some Collection<Double>) -> Double? {
    guard values.count > 1 else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  /// The standard error of the mean of independent values; nil below two.
  public static func standardError(_ values: some Collection<Double>) -> Double? {
    standardDeviation(values).map { $0 / Double(values.count).squareRoot() }
  }
}
