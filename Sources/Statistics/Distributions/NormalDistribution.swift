internal import RealModule

/// The standard normal distribution.
///
/// Relative error of probabilities below 1e-14 up to 10 and 1e-12 up to 30, where the argument's
/// own rounding tells; of quantiles, which are searched for, below 1e-12.
public enum NormalDistribution {
  /// The quantile of 0.975, for two-sided intervals of 95 %.
  public static let quantile975 = 1.959_963_984_540_054

  /// The probability of a value up to `z`.
  public static func cumulative(_ z: Double) -> Double { 0.5 * .erfc(-z / root2) }

  /// The probability of a value as far from zero as `z`, or further.
  public static func twoSided(_ z: Double) -> Double { .erfc(z.magnitude / root2) }

  /// The value up to which a share `p` lies; nil unless 0 < p < 1.
  public static func quantile(_ p: Double) -> Double? {
    guard p > 0, p < 1 else { return nil }
    if p > 0.5 { return quantile(1 - p).map { -$0 } }
    if p == 0.5 { return 0 }
    return QuantileSearch.inLowerTail(
      p, from: -1, in: -40...0, cumulative: cumulative, density: density)
  }

  static func density(_ z: Double) -> Double { .exp(-z * z / 2) * 0.398_942_280_401_432_7 }

  private static let root2 = 2.0.squareRoot()
}
