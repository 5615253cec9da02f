import TestSupport
import Testing
import Warehouse

/// Limits per minute, on a clock that the test turns.
@Suite struct RateBucketTests {
  private let start: Int64 = 1_700_000_000_000_000_000
  private let second: Int64 = 1_000_000_000

  @Test func `a burst goes at once and the rest at an even pace`() {
    var bucket = RateBucket(perMinute: 60, burst: .seconds(2))
    let waits = (0..<4).map { _ in bucket.take(1, at: start) }
    #expect(waits == [.zero, .zero, .zero, .seconds(1)])
    #expect(bucket.take(1, at: start + second) == .zero)
    #expect(bucket.take(1, at: start + second) == .seconds(1))
    #expect(bucket.take(0, at: start + 9 * second) == .zero)
  }

  /// Whatever comes when, no minute has more than the limit and one burst.
  @Test(arguments: SeededRandom.seeds(20))
  func `no minute has more than its limit`(random: SeededRandom) {
    var random = random
    let limit = Int64(random.int(1...5_000))
    var bucket = RateBucket(perMinute: limit, burst: .seconds(2))
    var now = start
    var taken: Int64 = 0
    let end = start + 600 * second
    while now < end {
      let wait = bucket.take(1, at: now)
      if wait == .zero {
        taken += 1
      } else {
        now += wait.components.seconds * second + wait.components.attoseconds / second
      }
      if random.int(0...50) == 0 { now += Int64(random.int(0...3)) * second }
    }
    #expect(taken <= limit * 10 + limit / 30 + 2)
  }

  /// A prompt larger than the burst must not wait for ever.
  @Test func `a large call goes through and the next ones wait for it`() {
    var bucket = RateBucket(perMinute: 6_000, burst: .seconds(2))
    #expect(bucket.take(12_000, at: start) == .zero)
    #expect(bucket.take(1, at: start) == .seconds(118))
  }

  @Test func `what was not used is given back, and a hold is kept`() {
    var bucket = RateBucket(perMinute: 60, burst: .zero)
    #expect(bucket.take(10, at: start) == .zero)
    bucket.settle(taken: 10, used: 4)
    #expect(bucket.take(1, at: start) == .seconds(4))
    bucket.settle(taken: 4, used: 10)
    #expect(bucket.take(1, at: start) == .seconds(10))
    bucket.hold(until: start + 30 * second)
    #expect(bucket.take(1, at: start) == .seconds(30))
  }

  /// Workers share the state as one number.
  @Test func `the state is one number`() {
    var bucket = RateBucket(perMinute: 60)
    for _ in 0..<3 { _ = bucket.take(1, at: start) }
    var other = RateBucket(perMinute: 60, nextAt: bucket.nextAt)
    #expect(other.take(1, at: start) == .seconds(1))
  }

  @Test func `nothing overflows`() {
    var bucket = RateBucket(perMinute: 0)
    #expect(bucket.take(.max, at: start) == .zero)
    #expect(bucket.take(1, at: start) > .seconds(86_400))
    bucket.settle(taken: .max, used: 0)
    #expect(bucket.take(1, at: start) <= .zero + .seconds(60))
  }
}
