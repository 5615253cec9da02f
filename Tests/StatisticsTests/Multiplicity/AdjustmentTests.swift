import Statistics
import TestSupport
import Testing

/// Corrections for many looks, and the letters that follow from them.
@Suite struct AdjustmentTests {
  private static let p = [0.001, 0.012, 0.03, 0.04, 0.2]

  @Test func `Holm and Benjamini-Hochberg`() {
    for (value, expected) in zip(Adjustment.holm.adjusted(Self.p), [0.005, 0.048, 0.09, 0.09, 0.2])
    {
      expectClose(value, expected, absolute: 1e-12)
    }
    for (value, expected) in zip(Adjustment.bh.adjusted(Self.p), [0.005, 0.03, 0.05, 0.05, 0.2]) {
      expectClose(value, expected, absolute: 1e-12)
    }
    #expect(Adjustment.none.adjusted(Self.p) == Self.p)
    #expect(Adjustment.holm.adjusted([]) == [])
    #expect(Adjustment.holm.adjusted([0.9, 0.8]) == [1, 1])
  }

  @Test(arguments: SeededRandom.seeds(20))
  func `the order of the tests does not matter`(random: SeededRandom) {
    var random = random
    let p = (0..<12).map { _ in Double(random.int(0...1000)) / 1000 }
    let places = p.indices.shuffled(using: &random)
    for adjustment in Adjustment.allCases {
      let adjusted = adjustment.adjusted(p)
      #expect(adjustment.adjusted(places.map { p[$0] }) == places.map { adjusted[$0] })
      #expect(zip(adjusted, p).allSatisfy { $0 >= $1 - 1e-15 && $0 <= 1 })
    }
  }

  /// Of scores that differ significantly from 3 on.
  private func letters(_ scores: [Double]) -> [String] {
    RankGroups.letters(count: scores.count, adjustment: .none) { a, b in
      scores[a] - scores[b] >= 3 ? 0.001 : 0.5
    }
  }

  @Test func `a letter holds what its first cannot be told from`() {
    #expect(letters([9, 8, 7, 6, 5, 3]) == ["a", "a", "a", "b", "b", "c"])
    #expect(letters([9]) == ["a"])
    #expect(letters([]) == [])
    #expect(letters([9, 9, 9]) == ["a", "a", "a"])
  }

  @Test func `there is a letter for every group`() {
    let letters = letters((0..<60).map { Double(-3 * $0) })
    #expect(letters[25] == "z")
    #expect(letters[26] == "aa")
    #expect(letters[52] == "ba")
    #expect(Set(letters).count == 60)
  }

  @Test func `what cannot be compared is not told apart`() {
    #expect(RankGroups.letters(count: 3, adjustment: .holm) { _, _ in nil } == ["a", "a", "a"])
  }

  @Test func `more looks need stronger evidence`() {
    func groups(_ count: Int) -> Int {
      Set(RankGroups.letters(count: count, adjustment: .holm) { _, _ in 0.02 }).count
    }
    #expect(groups(2) == 2)
    #expect(groups(4) == 1)
  }
}
