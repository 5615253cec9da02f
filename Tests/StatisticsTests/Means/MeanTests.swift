import Statistics
import TestSupport
import Testing

/// Means with clusters, and differences in pairs; the figures are those of the sources named there.
@Suite struct MeanTests {
  @Test func `a mean over clusters`() throws {
    let clusters: [[Double]] = [[1, 1], [0, 0], [1, 0], [1, 1]]
    let mean = try #require(ClusteredMean(grouped: clusters))
    #expect(mean.mean == 0.625)
    expectClose(Spread.standardError(clusters.flatMap(\.self)), 0.182981, absolute: 5e-7)
    expectClose(mean.standardError, 0.239357, absolute: 5e-7)
    // Without the factor C/(C-1), as in the paper.
    expectClose(mean.standardError.map { $0 * 0.75.squareRoot() }, 0.207289, absolute: 5e-7)
  }

  @Test func `the interval takes t with one degree of freedom less than clusters`() throws {
    let values = (0..<80).map { Double($0 % 7) }
    let mean = try #require(ClusteredMean(values))
    let error = try #require(mean.standardError)
    expectClose(error, try #require(Spread.standardError(values)), relative: 1e-13)
    let interval = try #require(mean.interval)
    expectClose((interval.upperBound - mean.mean) / error, 1.990450, absolute: 5e-7)
    let more = try #require(ClusteredMean((0..<160).map { Double($0 % 7) }))
    expectClose(
      try #require(more.interval).upperBound,
      more.mean + 1.974996 * (try #require(more.standardError)), absolute: 1e-6)
  }

  private static let questions = zip([9.0, 8, 7, 6, 10, 5, 8, 9], [8.0, 8, 6, 6, 9, 6, 7, 8])
    .map { PairedDifference.Question(count: 1, first: $0, second: $1) }

  @Test func `a paired difference`() throws {
    let paired = try #require(PairedDifference(Self.questions))
    #expect(paired.difference.mean == 0.5)
    expectClose(paired.difference.standardError, 0.267261, absolute: 5e-7)
    expectClose(
      paired.difference.mean / (try #require(paired.difference.standardError)), 1.870829,
      absolute: 5e-7)
    expectClose(paired.difference.p, 0.103552, absolute: 5e-7)
    expectClose(paired.unpairedError, 0.719623, absolute: 5e-7)
    #expect((paired.wins, paired.losses, paired.ties) == (5, 1, 2))
    let removed = 1 - (0.267261 * 0.267261) / (0.719623 * 0.719623)
    expectClose(paired.varianceRemoved, removed, absolute: 1e-5)
    expectClose(paired.minimumDetectable, 0.267261 * 7.848880.squareRoot(), absolute: 1e-5)
    #expect((paired.correlation ?? 0) > 0.8)
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `order, shift and side change what they should`(random: SeededRandom) throws {
    var random = random
    let questions = (0..<random.int(2...40)).map { _ in
      let count = random.int(1...3)
      return PairedDifference.Question(
        count: count, first: Double(random.int(0...(10 * count))),
        second: Double(random.int(0...(10 * count))))
    }
    let paired = try #require(PairedDifference(questions))
    let shuffled = try #require(PairedDifference(questions.shuffled(using: &random)))
    expectClose(shuffled.difference.mean, paired.difference.mean, absolute: 1e-12)
    expectClose(
      shuffled.difference.standardError, paired.difference.standardError ?? .nan, absolute: 1e-12)
    let shift = Double(random.int(-5...5))
    let shifted = try #require(
      PairedDifference(
        questions.map {
          PairedDifference.Question(
            count: $0.count, first: $0.first + shift * Double($0.count),
            second: $0.second + shift * Double($0.count))
        }))
    expectClose(shifted.difference.mean, paired.difference.mean, absolute: 1e-12)
    expectClose(shifted.difference.p, paired.difference.p ?? .nan, absolute: 1e-9)
    let swapped = try #require(
      PairedDifference(
        questions.map {
          PairedDifference.Question(count: $0.count, first: $0.second, second: $0.first)
        }))
    #expect(swapped.difference.mean == -paired.difference.mean)
    #expect(swapped.difference.standardError == paired.difference.standardError)
    #expect(swapped.wins == paired.losses)
  }

  @Test func `a single cluster has a mean and no error`() throws {
    let mean = try #require(ClusteredMean([5]))
    #expect(mean.mean == 5)
    #expect(mean.standardError == nil)
    #expect(mean.interval == nil)
    #expect(mean.p == nil)
  }

  @Test func `equal values have no error, whatever rounding leaves`() throws {
    let mean = try #require(ClusteredMean(grouped: Array(repeating: [0.1, 7.3], count: 81)))
    #expect(mean.standardError == 0)
    #expect((mean.p ?? 1) < 1e-23)
    // Two questions that differ alike prove little.
    #expect(try #require(ClusteredMean([1, 1])).p == 0.5)
    #expect(mean.interval == mean.mean...mean.mean)
    #expect(try #require(ClusteredMean([0, 0, 0])).p == 1)
  }

  @Test func `what is no number gives nothing`() {
    #expect(ClusteredMean([1, .nan, 2]) == nil)
    #expect(ClusteredMean([1, .infinity]) == nil)
    #expect(ClusteredMean([Double]()) == nil)
    #expect(PairedDifference([]) == nil)
    #expect(
      PairedDifference([PairedDifference.Question(count: 1, first: .nan, second: 1)]) == nil)
    #expect(Spread.standardDeviation([1]) == nil)
  }

  @Test func `the jackknife of a mean is the clustered error`() throws {
    let clusters: [[Double]] = [[1, 1], [0, 0], [1, 0], [1, 1]]
    let error = Jackknife.standardError(clusters: 4) { left in
      let rest = clusters.indices.filter { $0 != left }.flatMap { clusters[$0] }
      return rest.reduce(0, +) / Double(rest.count)
    }
    expectClose(error, 0.239357, absolute: 5e-7)
    #expect(Jackknife.standardError(clusters: 1) { _ in 1 } == nil)
    #expect(Jackknife.standardError(clusters: 3) { $0 == 1 ? nil : 1 } == nil)
  }
}
