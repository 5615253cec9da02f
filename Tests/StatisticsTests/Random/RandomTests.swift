import Testing

@testable import Statistics

/// Random numbers that repeat, and draws that have the right shape.
@Suite struct RandomTests {
  /// The first outputs of xoshiro256++ from a state that SplitMix64 fills from seed 1, by the
  /// authors' C code.
  @Test func `the generator is the one it says it is`() {
    var random = SeededGenerator(seed: 1)
    #expect((0..<3).map { _ in random.next() } == Self.reference)
  }

  private static let reference: [UInt64] = [
    14_971_601_782_005_023_387, 13_781_649_495_232_077_965, 1_847_458_086_238_483_744,
  ]

  @Test func `streams of one seed differ`() {
    var (a, b) = (SeededGenerator(seed: 1, stream: 0), SeededGenerator(seed: 1, stream: 1))
    #expect(a.next() != b.next())
  }

  /// By inversion, by rejection, and mirrored.
  @Test(arguments: [(12, 0.3), (1000, 0.002), (200, 0.4), (1_000_000, 0.00007), (50, 0.97)])
  func `binomial draws have their mean and variance`(trials: Int, share: Double) {
    var random = SeededGenerator(seed: 5)
    let draws = (0..<20_000).map { _ in
      Double(BinomialSampler.draw(trials: trials, share: share, &random))
    }
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    let (m, v) = (Double(trials) * share, Double(trials) * share * (1 - share))
    expectClose(mean, m, absolute: 5 * (v / 20_000).squareRoot())
    expectClose(variance, v, relative: 0.06)
    #expect(draws.allSatisfy { $0 >= 0 && $0 <= Double(trials) })
  }

  /// Pearson's statistic over the counts 0 to 12 of 20 and 40 trials, both ways of drawing.
  @Test(arguments: [(20, 0.3), (40, 0.35)])
  func `binomial draws have their distribution`(trials: Int, share: Double) throws {
    var random = SeededGenerator(seed: 11)
    var counts = Array(repeating: 0.0, count: trials + 1)
    for _ in 0..<40_000 {
      counts[BinomialSampler.draw(trials: trials, share: share, &random)] += 1
    }
    var probability = 1.0
    for _ in 0..<trials { probability *= 1 - share }
    var (statistic, cells) = (0.0, -1.0)
    for k in 0...trials {
      let expected = probability * 40_000
      if expected >= 5 {
        statistic += (counts[k] - expected) * (counts[k] - expected) / expected
        cells += 1
      }
      probability *= share / (1 - share) * Double(trials - k) / Double(k + 1)
    }
    let p = try #require(ChiSquared(degreesOfFreedom: cells)).upperTail(statistic)
    #expect(p > 0.001)
  }

  @Test func `what cannot happen and what must`() {
    var random = SeededGenerator(seed: 1)
    #expect(BinomialSampler.draw(trials: 0, share: 0.5, &random) == 0)
    #expect(BinomialSampler.draw(trials: 9, share: 0, &random) == 0)
    #expect(BinomialSampler.draw(trials: 9, share: 1, &random) == 9)
  }

  @Test func `quantiles of a sample lie between its values`() {
    let values = (1...999).map { Double($0) }
    // So many clusters need no widening.
    expectClose(Bootstrap.interval(values, drawnFrom: 1_000_000), 25, 975, absolute: 0.01)
    let few = Bootstrap.interval(values, drawnFrom: 10)
    #expect((few?.lowerBound ?? 25) < 15)
    #expect(Bootstrap.interval([], drawnFrom: 9) == nil)
    #expect(Bootstrap.interval([.nan, 3], drawnFrom: 9) == 3...3)
    #expect(Bootstrap.interval([1, 2], drawnFrom: 1) == nil)
    #expect(Bootstrap.interval(of: [.init(count: 1, sum: 1)], seed: 1) == nil)
  }
}
