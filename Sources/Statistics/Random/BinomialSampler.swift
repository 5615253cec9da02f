internal import RealModule

/// Draws numbers of successes.
///
/// Source: inversion where few are expected; else Hörmann, "The generation of binomial random
/// variates", J. Stat. Comput. Simul. 46 (1993), algorithm BTRS.
enum BinomialSampler {
  /// How many of `trials` succeed, each with probability `share`.
  static func draw(
    trials: Int, share: Double, _ random: inout SeededGenerator
  ) -> Int {
    guard trials > 0, share > 0 else { return 0 }
    if share >= 1 { return trials }
    if share > 0.5 { return trials - draw(trials: trials, share: 1 - share, &random) }
    return Double(trials) * share < 10
      ? byInversion(trials, share, &random) : byRejection(trials, share, &random)
  }

  // MARK: - Private

  private static func byInversion(
    _ trials: Int, _ share: Double, _ random: inout SeededGenerator
  ) -> Int {
    let ratio = share / (1 - share)
    let first = Double.exp(Double(trials) * .log(onePlus: -share))
    while true {
      var rest = random.uniform()
      var term = first
      var count = 0
      while rest > term, count < trials {
        rest -= term
        count += 1
        term *= ratio * Double(trials - count + 1) / Double(count)
        // Beyond what a double tells apart; rounding of the sum may get here.
        if term < 1e-18, Double(count) > Double(trials) * share { break }
      }
      if rest <= term || count == trials { return count }
    }
  }

  private static func byRejection(
    _ trials: Int, _ share: Double, _ random: inout SeededGenerator
  ) -> Int {
    let n = Double(trials)
    let deviation = (n * share * (1 - share)).squareRoot()
    let b = 1.15 + 2.53 * deviation
    let a = -0.0873 + 0.0248 * b + 0.01 * share
    let centre = n * share + 0.5
    let squeeze = 0.92 - 4.2 / b
    while true {
      var v = random.uniform()
      let u = random.uniform() - 0.5
      let us = 0.5 - u.magnitude
      let k = ((2 * a / us + b) * u + centre).rounded(.down)
      if us >= 0.07, v <= squeeze { return Int(k) }
      guard k >= 0, k <= n else { continue }
      let alpha = (2.83 + 5.1 / b) * deviation
      v = .log(v * alpha / (a / (us * us) + b))
      if v <= logRatio(k, n, share) { return Int(k) }
    }
  }

  /// The logarithm of a count's probability over that of the most likely one.
  private static func logRatio(_ k: Double, _ n: Double, _ share: Double) -> Double {
    let mode = ((n + 1) * share).rounded(.down)
    let ratio = share / (1 - share)
    return (mode + 0.5) * .log((mode + 1) / (ratio * (n - mode + 1)))
      + (n + 1) * .log((n - mode + 1) / (n - k + 1))
      + (k + 0.5) * .log(ratio * (n - k + 1) / (k + 1))
      + stirlingRest(mode) + stirlingRest(n - mode) - stirlingRest(k) - stirlingRest(n - k)
  }

  /// What Stirling's formula leaves of log k!, as a function of k + 1.
  private static func stirlingRest(_ k: Double) -> Double {
    if k < 10 { return small[Int(k)] }
    let x = k + 1
    let square = x * x
    return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / x
  }

  private static let small: [Double] = (0..<10).map { k in
    let x = Double(k) + 1
    return SpecialFunctions.logGamma(x) - (x - 0.5) * .log(x) + x - 0.918_938_533_204_672_8
  }
}
