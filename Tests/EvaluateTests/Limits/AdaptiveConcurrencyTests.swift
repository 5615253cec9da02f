import Evaluate
import TestSupport
import Testing

/// How the number of calls in flight follows what the endpoint bears.
@Suite struct AdaptiveConcurrencyTests {
  /// Lets through what goes through, and ends all of it.
  private func round(
    _ state: inout AdaptiveConcurrency, _ signal: AdaptiveConcurrency.Signal
  ) -> Int {
    var passes: [AdaptiveConcurrency.Pass] = []
    while let pass = state.pass() { passes.append(pass) }
    for pass in passes { state.end(pass, signal) }
    return passes.count
  }

  @Test func `it grows fast while all goes well, up to the maximum`() {
    var state = AdaptiveConcurrency(maximum: 64, initial: 4)
    var counts: [Int] = []
    for _ in 0..<12 { counts.append(round(&state, .borne)) }
    #expect(counts.first == 4)
    #expect(counts.last == 64)
    #expect(counts == counts.sorted())
    #expect(state.inFlight == 0)
  }

  @Test func `one overload halves once, and growth is slow from there`() {
    var state = AdaptiveConcurrency(maximum: 64, initial: 32)
    #expect(round(&state, .tooMuch) == 32)
    #expect(state.limit == 16)
    for _ in 0..<16 { _ = round(&state, .borne) }
    #expect((17...24).contains(state.limit), "\(state.limit)")
    for _ in 0..<90 { _ = round(&state, .tooMuch) }
    #expect(state.limit == 1)
    #expect(round(&state, .borne) == 1)
  }

  @Test func `trouble of the server stops growth and cuts nothing`() {
    var state = AdaptiveConcurrency(maximum: 64, initial: 8)
    for _ in 0..<9 { _ = round(&state, .trouble) }
    #expect(state.limit == 8)
    let early = state.pass()
    let late = state.pass()
    if let late { state.end(late, .trouble) }
    if let early { state.end(early, .borne) }
    #expect(state.limit == 8)
    for _ in 0..<9 { _ = round(&state, .borne) }
    #expect(state.limit > 8)
  }

  @Test func `an end counts once`() {
    var state = AdaptiveConcurrency(maximum: 8, initial: 8)
    let passes = [state.pass(), state.pass()].compactMap(\.self)
    #expect(passes.count == 2)
    for _ in 0..<3 { state.end(passes[0], .tooMuch) }
    #expect(state.inFlight == 1)
    #expect(state.limit == 4)
  }

  /// One at a time says nothing about eight at once.
  @Test func `a limit that is not reached does not grow`() {
    var state = AdaptiveConcurrency(maximum: 64, initial: 8)
    for _ in 0..<99 {
      if let pass = state.pass() { state.end(pass, .borne) }
    }
    #expect(state.limit == 8)
  }

  @Test(arguments: SeededRandom.seeds(20))
  func `it never lets more through than it says`(random: SeededRandom) {
    var random = random
    var state = AdaptiveConcurrency(maximum: random.int(1...40), initial: random.int(0...50))
    var passes: [AdaptiveConcurrency.Pass] = []
    for _ in 0..<2_000 {
      if random.int(0...1) == 0, let pass = state.pass() {
        passes.append(pass)
        #expect(state.inFlight <= state.limit)
      } else if !passes.isEmpty {
        let signals: [AdaptiveConcurrency.Signal] = [.borne, .borne, .borne, .tooMuch, .trouble]
        state.end(passes.remove(at: random.int(0...passes.count - 1)), signals[random.int(0...4)])
      }
      #expect(state.inFlight == passes.count)
      #expect((1...state.maximum).contains(state.limit))
    }
  }
}
