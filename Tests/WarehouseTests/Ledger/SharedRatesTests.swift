import TestSupport
import Testing

@testable import Warehouse

/// Limits per minute that several workers keep together; the limits are so low, and the pauses so
/// long, that no machine is too slow for them.
@Suite(.eachBackend) struct SharedRatesTests {
  @Test func `what one worker took is not there for another`() async throws {
    let store = try await RunStore.make()
    let (a, b) = (try await store.session("a"), try await store.session("b"))
    let demand = RateDemand(requestsPerMinute: 1, tokensPerMinute: nil, tokens: 10)
    #expect(try await a.isAdmitted(demand))
    #expect(try await b.isAdmitted(demand) == false)
    #expect(try await store.integers("SELECT count(*) FROM call_attempts") == [1])
    // Another model has limits of its own.
    let other = CallAttempt(
      item: nil, endpoint: EndpointName(host: "h", provider: "p"), requestedModel: "other",
      credentialLabel: nil, parameters: "{}", reservedNanoUSD: nil)
    #expect(try await b.isAdmitted(demand, other))
  }

  @Test func `tokens that were not used come back, and those beyond are taken`() async throws {
    let store = try await RunStore.make()
    let (a, b) = (try await store.session("a"), try await store.session("b"))
    let demand = RateDemand(requestsPerMinute: nil, tokensPerMinute: 60, tokens: 600)
    #expect(try await a.isAdmitted(demand))
    #expect(try await b.isAdmitted(demand) == false)
    try await a.write {
      try $0.settle(demand, of: RunStore.attempt(), used: 0, pause: nil)
    }
    #expect(try await b.isAdmitted(demand))
    try await b.write {
      try $0.settle(demand, of: RunStore.attempt(), used: 1_200, pause: nil)
    }
    let wait = try await a.write { try $0.begin(RunStore.attempt(), within: demand) }
    guard case .wait(let duration) = wait else {
      Issue.record("it was let through")
      return
    }
    #expect(duration > .seconds(900))
  }

  @Test func `a pause that the endpoint asks for holds for all`() async throws {
    let store = try await RunStore.make()
    let (a, b) = (try await store.session("a"), try await store.session("b"))
    let demand = RateDemand(requestsPerMinute: 6_000, tokensPerMinute: nil, tokens: 0)
    #expect(try await a.isAdmitted(demand))
    try await a.write {
      try $0.settle(demand, of: RunStore.attempt(), used: nil, pause: .seconds(600))
    }
    #expect(try await b.isAdmitted(demand) == false)
  }

  @Test func `without a limit nothing is kept`() async throws {
    let store = try await RunStore.make()
    let demand = RateDemand(requestsPerMinute: nil, tokensPerMinute: nil, tokens: 5)
    let session = try await store.session("a")
    for _ in 0..<3 { #expect(try await session.isAdmitted(demand)) }
    #expect(try await store.integers("SELECT count(*) FROM rate_buckets") == [0])
  }
}

extension RunSession {
  fileprivate func isAdmitted(
    _ demand: RateDemand, _ attempt: CallAttempt = RunStore.attempt()
  ) async throws -> Bool {
    switch try await write({ try $0.begin(attempt, within: demand) }) {
    case .open: true
    case .wait: false
    }
  }
}
