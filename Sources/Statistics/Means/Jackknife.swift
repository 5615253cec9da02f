/// The error of any statistic over questions, by leaving out one question at a time.
///
/// It needs no random numbers, and what it says of a mean is the clustered error exactly when all
/// questions have as many values.
///
/// Source: Efron, "The Jackknife, the Bootstrap and Other Resampling Plans", SIAM (1982).
public enum Jackknife {
  /// The standard error of a statistic.
  ///
  /// - Parameters:
  ///   - clusters: how many there are.
  ///   - statistic: of all but the cluster of a number; nil where there is none.
  /// - Returns: nil below two clusters, or where the statistic needs a single one of them.
  /// - Complexity: O(clusters) calls.
  public static func standardError(
    clusters: Int, without statistic: (Int) -> Double?
  ) -> Double? {
    guard clusters > 1 else { return nil }
    var values: [Double] = []
    for cluster in 0..<clusters {
      guard let value = statistic(cluster), value.isFinite else { return nil }
      values.append(value)
    }
    let mean = values.reduce(0, +) / Double(clusters)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares * Double(clusters - 1) / Double(clusters)).squareRoot()
  }
}
