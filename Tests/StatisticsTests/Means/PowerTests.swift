import Statistics
import Testing

/// What a design can tell, against the worked figures of Miller's paper.
@Suite struct PowerTests {
  @Test func `questions that a difference needs`() throws {
    let power = try #require(Power())
    expectClose(power.factor, 7.848880, absolute: 5e-7)
    let variance = Power.Variance(betweenQuestions: 1.0 / 9)
    expectClose(power.questions(for: 0.03, variance), 968.997, absolute: 5e-4)
    #expect(power.questions(for: 0, variance) == nil)
  }

  @Test func `repeats lower the smallest difference that is found`() throws {
    let power = try #require(Power())
    let variance = Power.Variance(betweenQuestions: 1.0 / 9, first: 1.0 / 6, second: 1.0 / 6)
    expectClose(
      power.minimumDetectable(questions: 198, variance), 0.132733, absolute: 5e-7)
    expectClose(
      power.minimumDetectable(questions: 198, variance, repeats: 10), 0.075670, absolute: 5e-7)
    let repeats = try #require(power.repeats(for: 0.075670, variance, questions: 198))
    expectClose(repeats, 10, absolute: 1e-3)
    #expect(power.repeats(for: 0.01, variance, questions: 198) == nil)
  }

  @Test func `a level of nothing is no level`() {
    #expect(Power(alpha: 0) == nil)
    #expect(Power(power: 1) == nil)
    #expect(Power()?.minimumDetectable(questions: 0, .init(betweenQuestions: 1)) == nil)
  }
}

/// Shares, and tests of them.
@Suite struct ShareTests {
  @Test func `Wilson's interval`() {
    expectClose(WilsonInterval.of(successes: 8, trials: 10), 0.490162, 0.943318)
    expectClose(WilsonInterval.of(successes: 0, trials: 30), 0, 0.113513)
    #expect(WilsonInterval.of(successes: 30, trials: 30)?.upperBound == 1)
    #expect(WilsonInterval.of(successes: 0, trials: 0) == nil)
    #expect(WilsonInterval.of(share: .nan, trials: 3) == nil)
  }

  @Test func `shares that hang together count as fewer trials`() throws {
    let alone = try #require(ClusteredMean([1.0, 1, 0, 1, 0, 1, 1, 0]))
    let together = try #require(ClusteredMean(grouped: [[1.0, 1], [0, 0], [1, 1], [1, 0]]))
    let narrow = try #require(WilsonInterval.of(alone))
    let wide = try #require(WilsonInterval.of(together))
    #expect(narrow.contains(0.625) && wide.contains(0.625))
    #expect(wide.upperBound - wide.lowerBound > narrow.upperBound - narrow.lowerBound)
  }

  @Test func `all wins are as sure as their number`() throws {
    let all = try #require(ClusteredMean(Array(repeating: 1.0, count: 30)))
    let interval = try #require(WilsonInterval.of(all))
    #expect(interval.upperBound == 1)
    expectClose(interval.lowerBound, 1 - 0.113513, absolute: 5e-7)
    let halves = try #require(ClusteredMean(Array(repeating: 0.5, count: 30)))
    let ties = try #require(WilsonInterval.of(halves))
    #expect(ties.contains(0.5) && ties.lowerBound > 0.3)
  }

  @Test func `McNemar's test`() {
    let small = McNemar(onlyFirst: 2, onlySecond: 10)
    #expect(small.isExact)
    expectClose(small.p, 0.0385742, absolute: 5e-8)
    let large = McNemar(onlyFirst: 121, onlySecond: 59)
    expectClose(large.statistic, 21.3556, absolute: 5e-5)
    expectClose(large.correctedStatistic, 20.6722, absolute: 5e-5)
    expectClose(large.p, 3.815e-06, absolute: 5e-10)
    #expect(McNemar(onlyFirst: 0, onlySecond: 0).p == 1)
    #expect(McNemar(onlyFirst: 5, onlySecond: 5).p == 1)
  }
}
