internal import RealModule

/// The chi-squared distribution.
///
/// Relative error below 1e-12.
///
/// Source: Abramowitz and Stegun 26.4, by the incomplete gamma function.
public struct ChiSquared: Sendable {
  /// More than 0.
  public let degreesOfFreedom: Double

  /// A distribution; nil without a degree of freedom.
  public init?(degreesOfFreedom: Double) {
    guard degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return nil }
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value of `x` or more.
  public func upperTail(_ x: Double) -> Double {
    SpecialFunctions.regularizedUpperGamma(degreesOfFreedom / 2, x / 2)
  }

  /// The value up to which a share `p` lies; nil unless 0 < p < 1.
  public func quantile(_ p: Double) -> Double? {
    guard p > 0, p < 1 else { return nil }
    let half = degreesOfFreedom / 2
    func density(_ x: Double) -> Double {
      .exp((half - 1) * .log(x / 2) - x / 2 - SpecialFunctions.logGamma(half)) / 2
    }
    var high = degreesOfFreedom + 10
    while upperTail(high) > 1 - p { high *= 2 }
    return QuantileSearch.root(
      from: degreesOfFreedom, in: 0...high, excess: { 1 - p - upperTail($0) }, slope: density)
  }
}
