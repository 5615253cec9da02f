import Foundation
import Statistics
import TestSupport
import Testing

/// Intervals of 95 % hold the truth 95 times in 100, counted over 10,000 data sets that are drawn.
@Suite struct CoverageTests {
  private static let draws = 10_000

  /// The share of draws whose interval holds the truth; a draw without one does not.
  private func expectCoverage(
    _ draws: Int = draws, within allowed: Double = 0.01,
    _ location: SourceLocation = #_sourceLocation,
    _ holds: (inout SeededGenerator) -> Bool
  ) {
    var hits = 0
    for draw in 0..<draws {
      var random = SeededGenerator(seed: 2026, stream: draw)
      if holds(&random) { hits += 1 }
    }
    expectClose(Double(hits) / Double(draws), 0.95, absolute: allowed, location)
  }

  @Test func `means over clusters`() {
    // Two turns of 20 questions that hang together.
    expectCoverage { random in
      let clusters = (0..<20).map { _ in
        let question = random.bell()
        return ClusteredMean.Cluster(count: 2, sum: 2 * question + random.bell() + random.bell())
      }
      return ClusteredMean(clusters)?.interval?.contains(0) ?? false
    }
  }

  @Test func `paired differences`() {
    expectCoverage { random in
      let questions = (0..<20).map { _ in
        let question = random.bell() * 3
        return PairedDifference.Question(
          count: 1, first: question + random.bell() + 0.5, second: question + random.bell())
      }
      return PairedDifference(questions)?.difference.interval?.contains(0.5) ?? false
    }
  }

  @Test func `shares`() {
    expectCoverage { random in
      let wins = (0..<120).count { _ in random.uniform() < 0.3 }
      return WilsonInterval.of(successes: wins, trials: 120)?.contains(0.3) ?? false
    }
  }

  @Test func `shares that hang together`() {
    expectCoverage { random in
      // Both turns of a question are won together half of the time.
      let clusters = (0..<80).map { _ in
        let first = random.uniform() < 0.6
        let second = random.uniform() < 0.5 ? first : random.uniform() < 0.6
        return ClusteredMean.Cluster(count: 2, sum: (first ? 1 : 0) + (second ? 1 : 0))
      }
      return ClusteredMean(clusters).flatMap(WilsonInterval.of)?.contains(0.6) ?? false
    }
  }

  @Test func `differences of ratings`() {
    let ratings = [0.5, 0, -0.5]
    expectCoverage { random in
      var builder = Battles.Builder(models: 3)
      for (a, b) in [(0, 1), (1, 2), (0, 2)] {
        let p = EloScale.winProbability(ratings[a] - ratings[b])
        let wins = (0..<60).count { _ in random.uniform() < p }
        builder.add(a, b, score: 1, count: wins)
        builder.add(a, b, score: 0, count: 60 - wins)
      }
      return BradleyTerry(builder.battles)?.interval(0, anchor: 2)?.contains(1) ?? false
    }
  }

  /// Fewer draws than of the others, since each is hundreds of fits without optimization.
  ///
  /// `SCOREHOUSE_COVERAGE_DRAWS=10000` makes them as many.
  @Test func `ratings drawn anew`() {
    expectCoverage(Self.costlyDraws, within: Self.costlyTolerance) { random in
      let p = EloScale.winProbability(1)
      let wins = (0..<100).count { _ in random.uniform() < p }
      var builder = Battles.Builder(models: 2)
      builder.add(0, 1, score: 1, count: wins)
      builder.add(0, 1, score: 0, count: 100 - wins)
      guard let fit = BradleyTerry(builder.battles) else { return false }
      let rounds = fit.bootstrap(rounds: 0..<200, seed: random.next())
      return Bootstrap.interval(rounds.map { $0[0] - $0[1] }, drawnFrom: 100)?.contains(1) ?? false
    }
  }

  @Test func `scores of questions drawn anew`() {
    expectCoverage(Self.costlyDraws, within: Self.costlyTolerance) { random in
      let questions = (0..<80).map { _ in
        let verdicts = (0..<2).map { _ in
          ArenaHardVerdict.allCases[random.index(below: ArenaHardVerdict.allCases.count)]
        }
        return ArenaHardVerdict.model(first: verdicts[0], second: verdicts[1])
      }
      return Bootstrap.interval(of: questions, rounds: 200, seed: random.next())?.contains(0.5)
        ?? false
    }
  }

  private static let costlyDraws =
    ProcessInfo.processInfo.environment["SCOREHOUSE_COVERAGE_DRAWS"].flatMap { Int($0) } ?? 1000

  /// Three errors of the count where draws are few.
  private static let costlyTolerance = costlyDraws < 10_000 ? 0.025 : 0.01
}

extension SeededGenerator {
  /// A number that is nearly normal, with variance 1.
  fileprivate mutating func bell() -> Double {
    // The sum of twelve uniforms, which needs no logarithm.
    (0..<12).reduce(-6.0) { sum, _ in sum + uniform() }
  }
}
