/// How p-values are corrected for the number of looks that were taken.
public enum Adjustment: String, Sendable, CaseIterable {
  /// Holm: the chance of a single false alarm among all looks stays at the level.
  case holm
  /// Benjamini and Hochberg: of all alarms the share of false ones stays at the level.
  case bh
  /// Not at all.
  case none

  /// The corrected p-values, in the order of the given ones.
  ///
  /// Source: Holm, Scandinavian Journal of Statistics 6 (1979); Benjamini and Hochberg, JRSS B 57
  /// (1995).
  ///
  /// - Complexity: O(n log n).
  public func adjusted(_ p: [Double]) -> [Double] {
    let order = p.indices.sorted { p[$0] < p[$1] }
    var adjusted = p
    switch self {
    case .none: return p
    case .holm:
      var highest = 0.0
      for (place, index) in order.enumerated() {
        highest = max(highest, min(1, p[index] * Double(p.count - place)))
        adjusted[index] = highest
      }
    case .bh:
      var lowest = 1.0
      for (place, index) in order.enumerated().reversed() {
        lowest = min(lowest, p[index] * Double(p.count) / Double(place + 1))
        adjusted[index] = lowest
      }
    }
    return adjusted
  }
}
