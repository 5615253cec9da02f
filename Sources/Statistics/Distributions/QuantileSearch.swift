internal import RealModule

/// Finds where an increasing function reaches a value: Newton's steps, halved where they leave the
/// bracket, so that it always ends.
enum QuantileSearch {
  /// The argument at which `excess` is zero.
  ///
  /// - Parameters:
  ///   - bracket: `excess` is not positive at its lower end, not negative at its upper end.
  ///   - slope: the derivative of `excess`.
  static func root(
    from start: Double, in bracket: ClosedRange<Double>, excess: (Double) -> Double,
    slope: (Double) -> Double
  ) -> Double {
    var (low, high) = (bracket.lowerBound, bracket.upperBound)
    var x = min(max(start, low), high)
    for _ in 0..<200 {
      let value = excess(x)
      if value == 0 { return x }
      if value < 0 { low = x } else { high = x }
      let step = value / slope(x)
      let newton = x - step
      let next = newton > low && newton < high ? newton : low + (high - low) / 2
      if (next - x).magnitude <= 4e-16 * next.magnitude { return next }
      x = next
    }
    return x
  }

  /// The argument below which a share `p` lies, by logarithms, whose curve is flat in a tail.
  static func inLowerTail(
    _ p: Double, from start: Double, in bracket: ClosedRange<Double>,
    cumulative: (Double) -> Double, density: (Double) -> Double
  ) -> Double {
    root(
      from: start, in: bracket, excess: { .log(cumulative($0)) - .log(p) },
      slope: { density($0) / cumulative($0) })
  }
}
