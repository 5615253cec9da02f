internal import RealModule

/// Ratings as people know them: 400 points are odds of ten to one.
public struct EloScale: Sendable, Equatable {
  /// What a rating of 0 is shown as.
  public var centre: Double

  /// A scale with a centre.
  public init(centre: Double = 1000) {
    self.centre = centre
  }

  /// Points for a unit of log-strength: 400 / ln 10.
  public static let pointsPerUnit = 400 / Double.log(10)

  /// A log-strength in points.
  public func points(_ rating: Double) -> Double { centre + Self.pointsPerUnit * rating }

  /// An interval of log-strengths in points.
  public func points(_ interval: ClosedRange<Double>) -> ClosedRange<Double> {
    points(interval.lowerBound)...points(interval.upperBound)
  }

  /// The probability that a model wins against another whose rating is so much lower.
  public static func winProbability(_ difference: Double) -> Double {
    PairTable.expected(difference)
  }
}
