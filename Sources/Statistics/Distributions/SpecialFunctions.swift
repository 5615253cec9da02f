internal import RealModule

/// The functions behind the distributions; log-gamma, erfc and the like are those of the system's
/// mathematical library, by way of swift-numerics.
enum SpecialFunctions {
  /// The logarithm of the gamma function of a positive number.
  static func logGamma(_ x: Double) -> Double { .logGamma(x) }

  /// The logarithm of the beta function.
  ///
  /// Where an argument is large the difference of log-gammas would cancel; there Stirling's series
  /// gives the difference itself.
  ///
  /// Source: DLMF 5.12.1 and 5.11.1; https://dlmf.nist.gov/5.11
  static func logBeta(_ a: Double, _ b: Double) -> Double {
    let (small, large) = (min(a, b), max(a, b))
    let sum = small + large
    guard large >= 10 else { return logGamma(small) + logGamma(large) - logGamma(sum) }
    let tail = -small / sum
    guard small >= 10 else {
      return logGamma(small) + stirlingRest(large) - stirlingRest(sum) + small
        - small * .log(sum) + (large - 0.5) * .log(onePlus: tail)
    }
    return halfLogTwoPi - 0.5 * .log(large) + stirlingRest(small) + stirlingRest(large)
      - stirlingRest(sum) + (small - 0.5) * .log(small / sum) + large * .log(onePlus: tail)
  }

  /// The regularized incomplete beta function, relative error below 1e-12 for parameters up to
  /// 1e6.
  ///
  /// Source: the continued fraction DLMF 8.17.22, by Lentz's method; https://dlmf.nist.gov/8.17
  ///
  /// - Parameter complement: 1 - x, which the caller may know better than the difference tells.
  static func regularizedBeta(_ x: Double, complement: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if complement <= 0 { return 1 }
    // The fraction converges fast below the mean; above it the mirror image does.
    if x > (a + 1) / (a + b + 2) { return 1 - betaFraction(complement, x, b, a) }
    return betaFraction(x, complement, a, b)
  }

  /// The regularized upper incomplete gamma function, relative error below 1e-12 for values that
  /// a double can hold.
  ///
  /// Source: the series DLMF 8.7.1 and the continued fraction 8.9.2; https://dlmf.nist.gov/8.9
  static func regularizedUpperGamma(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 1 }
    let factor = Double.exp(-x + a * .log(x) - logGamma(a))
    return x < a + 1 ? 1 - factor * gammaSeries(a, x) : factor * gammaFraction(a, x)
  }

  // MARK: - Private

  private static let iterations = 10_000
  private static let tiny = 1e-300
  private static let halfLogTwoPi = 0.918_938_533_204_672_8

  /// What Stirling's formula leaves of log-gamma, from 10 up.
  private static func stirlingRest(_ x: Double) -> Double {
    let square = 1 / (x * x)
    var sum = 0.0
    for coefficient in stirlingCoefficients.reversed() { sum = sum * square + coefficient }
    return sum / x
  }

  private static let stirlingCoefficients = [
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360, 1.0 / 156,
  ]

  private static func betaFraction(
    _ x: Double, _ complement: Double, _ a: Double, _ b: Double
  ) -> Double {
    let logX = x > 0.5 ? Double.log(onePlus: -complement) : .log(x)
    let logComplement = complement > 0.5 ? Double.log(onePlus: -x) : .log(complement)
    let factor = Double.exp(a * logX + b * logComplement - logBeta(a, b)) / a
    var c = 1.0
    var d = 1 / nonZero(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...iterations {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonZero(1 + even * d)
      c = nonZero(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonZero(1 + odd * d)
      c = nonZero(1 + odd / c)
      result *= d * c
      if (d * c - 1).magnitude < 1e-16 { break }
    }
    return factor * result
  }

  private static func gammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    for step in 1...iterations {
      term *= x / (a + Double(step))
      sum += term
      if term < sum * 1e-17 { break }
    }
    return sum
  }

  private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / nonZero(b)
    var result = d
    for step in 1...iterations {
      let i = Double(step)
      let numerator = -i * (i - a)
      b += 2
      d = 1 / nonZero(numerator * d + b)
      c = nonZero(b + numerator / c)
      result *= d * c
      if (d * c - 1).magnitude < 1e-16 { break }
    }
    return result
  }

  private static func nonZero(_ value: Double) -> Double {
    value.magnitude < tiny ? tiny : value
  }
}
