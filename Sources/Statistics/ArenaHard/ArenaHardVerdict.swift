/// What a judge of Arena-Hard says of two answers, A and B.
///
/// Source: arena-hard-auto, `show_result.py`: a clear win counts as three games.
public enum ArenaHardVerdict: String, Sendable, CaseIterable {
  /// A is much better.
  case muchBetterA = "A>>B"
  /// A is better.
  case betterA = "A>B"
  /// Neither is better.
  case equal = "A=B"
  /// B is better.
  case betterB = "B>A"
  /// B is much better.
  case muchBetterB = "B>>A"

  /// How many games it counts as.
  public var weight: Int { self == .muchBetterA || self == .muchBetterB ? 3 : 1 }

  /// What A gets of each: 1, 0.5 or 0.
  public var scoreOfA: Double {
    switch self {
    case .muchBetterA, .betterA: 1
    case .equal: 0.5
    case .betterB, .muchBetterB: 0
    }
  }

  /// What the verdicts on the two games of a question give a model that is B in the first and A in
  /// the second; a game without a verdict gives nothing.
  public static func model(
    first: ArenaHardVerdict?, second: ArenaHardVerdict?
  ) -> ClusteredMean.Cluster {
    var (count, sum) = (0, 0.0)
    for (verdict, isModelA) in [(first, false), (second, true)] {
      guard let verdict else { continue }
      count += verdict.weight
      sum += Double(verdict.weight) * (isModelA ? verdict.scoreOfA : 1 - verdict.scoreOfA)
    }
    return ClusteredMean.Cluster(count: count, sum: sum)
  }
}
