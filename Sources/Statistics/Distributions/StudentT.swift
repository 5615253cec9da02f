internal import RealModule

/// Student's t distribution.
///
/// Relative error below 1e-12 for degrees of freedom up to 1e6.
///
/// Source: DLMF 8.17 and Abramowitz and Stegun 26.7.1, by the incomplete beta function.
public struct StudentT: Sendable {
  /// More than 0; a mean over C clusters has C - 1.
  public let degreesOfFreedom: Double

  /// A distribution; nil without a degree of freedom.
  public init?(degreesOfFreedom: Double) {
    guard degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return nil }
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value as far from zero as `t`, or further.
  public func twoSided(_ t: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? 1 : 0 }
    let sum = degreesOfFreedom + t * t
    return SpecialFunctions.regularizedBeta(
      degreesOfFreedom / sum, complement: t * t / sum, degreesOfFreedom / 2, 0.5)
  }

  /// The probability of a value up to `t`.
  public func cumulative(_ t: Double) -> Double {
    let tail = twoSided(t) / 2
    return t < 0 ? tail : 1 - tail
  }

  /// The value up to which a share `p` lies; nil unless 0 < p < 1.
  public func quantile(_ p: Double) -> Double? {
    guard p > 0, p < 1 else { return nil }
    if p > 0.5 { return quantile(1 - p).map { -$0 } }
    if p == 0.5 { return 0 }
    // Heavy tails: with one degree of freedom the lowest double above zero is near 1e300.
    return QuantileSearch.inLowerTail(
      p, from: (NormalDistribution.quantile(p) ?? -1) * (1 + 1 / degreesOfFreedom),
      in: -1e300...0, cumulative: cumulative, density: density)
  }

  /// What a two-sided interval of 95 % takes a standard error times.
  public var quantile975: Double { quantile(0.975) ?? .infinity }

  func density(_ t: Double) -> Double {
    let half = (degreesOfFreedom + 1) / 2
    return .exp(
      -half * .log(onePlus: t * t / degreesOfFreedom)
        - SpecialFunctions.logBeta(degreesOfFreedom / 2, 0.5)) / degreesOfFreedom.squareRoot()
  }
}
