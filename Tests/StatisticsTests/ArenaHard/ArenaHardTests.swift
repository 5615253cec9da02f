import Statistics
import Testing

/// Arena-Hard's score.
@Suite struct ArenaHardTests {
  @Test func `clear wins count three times, on either side`() throws {
    let games: [(ArenaHardVerdict, ArenaHardVerdict)] = [
      (.muchBetterB, .betterA), (.betterA, .muchBetterA), (.equal, .betterB),
      (.betterB, .muchBetterA),
    ]
    let questions = games.map { ArenaHardVerdict.model(first: $0.0, second: $0.1) }
    #expect(questions.map(\.count) == [4, 4, 2, 4])
    let score = try #require(ClusteredMean(questions))
    #expect(score.count == 14)
    expectClose(score.mean, 0.8214286, absolute: 5e-8)
    let interval = try #require(Bootstrap.interval(of: questions, seed: 1))
    #expect(interval.contains(score.mean))
    #expect(interval == Bootstrap.interval(of: questions, seed: 1))
  }

  @Test func `a game without a verdict gives nothing`() {
    #expect(ArenaHardVerdict.model(first: nil, second: nil).count == 0)
    #expect(ArenaHardVerdict.model(first: nil, second: .betterA).sum == 1)
  }
}
