/// Cohen's kappa: how much two judges agree beyond what their habits alone would give.
///
/// kappa = 1 - Σ w_ij o_ij / Σ w_ij e_ij, with weights of disagreement w.
///
/// Source: Cohen, "Weighted kappa", Psychological Bulletin 70 (1968).
public enum Kappa {
  /// What a disagreement weighs.
  public enum Weights: Sendable, CaseIterable {
    /// Any weighs as much as another.
    case none
    /// As much as the scores are apart.
    case linear
    /// The square of how far the scores are apart.
    case quadratic

    func weight(_ a: Double, _ b: Double) -> Double {
      switch self {
      case .none: a == b ? 0 : 1
      case .linear: (a - b).magnitude
      case .quadratic: (a - b) * (a - b)
      }
    }
  }

  /// Of two lists of scores, pair by pair; nil where neither judge ever differs from one value,
  /// since chance alone then explains all.
  ///
  /// - Complexity: O(n + distinct values²).
  public static func of(_ a: [Double], _ b: [Double], _ weights: Weights = .none) -> Double? {
    guard a.count == b.count, !a.isEmpty else { return nil }
    let counts = (counted(a), counted(b))
    var expected = 0.0
    for (x, n) in counts.0 {
      for (y, m) in counts.1 { expected += weights.weight(x, y) * Double(n) * Double(m) }
    }
    expected /= Double(a.count) * Double(a.count)
    guard expected > 0 else { return nil }
    let observed = a.indices.reduce(0) { $0 + weights.weight(a[$1], b[$1]) } / Double(a.count)
    return 1 - observed / expected
  }

  /// Of a square table of counts, the first judge's categories down, the second's across.
  public static func of(table: [[Int]], _ weights: Weights = .none) -> Double? {
    var (a, b): ([Double], [Double]) = ([], [])
    for (row, counts) in table.enumerated() {
      for (column, count) in counts.enumerated() {
        a += Array(repeating: Double(row), count: count)
        b += Array(repeating: Double(column), count: count)
      }
    }
    return of(a, b, weights)
  }

  /// Distinct values in order with how often they occur.
  private static func counted(_ values: [Double]) -> [(Double, Int)] {
    var counts: [(Double, Int)] = []
    for value in values.sorted() {
      if let last = counts.last, last.0 == value {
        counts[counts.count - 1].1 += 1
      } else {
        counts.append((value, 1))
      }
    }
    return counts
  }
}
