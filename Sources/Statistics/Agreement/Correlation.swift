/// How two lists of values go together.
public enum Correlation {
  /// Pearson's; nil where a list has no variance, or lengths differ.
  public static func pearson(_ a: [Double], _ b: [Double]) -> Double? {
    guard a.count == b.count, a.count > 1 else { return nil }
    let means = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for index in a.indices {
      let (x, y) = (a[index] - means.0, b[index] - means.1)
      ab += x * y
      aa += x * x
      bb += y * y
    }
    guard aa > 0, bb > 0 else { return nil }
    return min(1, max(-1, ab / (aa * bb).squareRoot()))
  }

  /// Spearman's: Pearson's of the ranks, equal values sharing the mean of theirs.
  public static func spearman(_ a: [Double], _ b: [Double]) -> Double? {
    pearson(ranks(a), ranks(b))
  }

  /// Kendall's tau-b, which allows for equal values; nil where a list has but one value.
  ///
  /// Source: Kendall, "The treatment of ties in ranking problems", Biometrika 33 (1945).
  ///
  /// - Complexity: O(n²).
  public static func kendall(_ a: [Double], _ b: [Double]) -> Double? {
    guard a.count == b.count, a.count > 1 else { return nil }
    var (score, tiedA, tiedB) = (0, 0, 0)
    for i in a.indices {
      for j in (i + 1)..<max(a.count, i + 1) {
        let (x, y) = (sign(a[i] - a[j]), sign(b[i] - b[j]))
        score += x * y
        if x == 0 { tiedA += 1 }
        if y == 0 { tiedB += 1 }
      }
    }
    let pairs = a.count * (a.count - 1) / 2
    let weight = (Double(pairs - tiedA) * Double(pairs - tiedB)).squareRoot()
    return weight > 0 ? Double(score) / weight : nil
  }

  /// The rank of each value from 1 up, equal values sharing the mean of theirs.
  public static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = values
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      // Of ranks start + 1 to end.
      for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }

  private static func sign(_ value: Double) -> Int { value > 0 ? 1 : value < 0 ? -1 : 0 }
}
