import Evaluate
import TestSupport
import Testing
import Transport

/// When calls are made again, without waiting for it.
@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy()

  private func waits(_ failure: CallFailure, seed: UInt64 = 1) -> [Duration] {
    var random = SeededRandom(seed: seed)
    return (1...20).compactMap { attempt in
      switch policy.decision(after: attempt, failure, random: &random) {
      case .retry(let wait): wait
      case .giveUp: nil
      }
    }
  }

  @Test func `waits double, differ, and end`() {
    let failure = CallFailure.provider(ProviderFailure(.server, status: 500))
    let waits = waits(failure)
    #expect(waits.count == policy.maximumAttempts - 1)
    for (index, wait) in waits.enumerated() {
      let whole = policy.firstDelay * (1 << index)
      #expect(wait >= whole * 0.5 && wait <= whole)
    }
    #expect(waits == self.waits(failure))
    #expect(waits != self.waits(failure, seed: 2))
  }

  @Test func `no wait of our own is longer than the longest`() {
    var policy = policy
    policy.maximumAttempts = 90
    var random = SeededRandom(seed: 1)
    let failure = CallFailure.provider(ProviderFailure(.server, status: 500))
    let decision = policy.decision(after: 80, failure, random: &random)
    guard case .retry(let wait) = decision else {
      Issue.record("it gives up")
      return
    }
    #expect(wait <= policy.longestDelay && wait >= policy.longestDelay / 2)
  }

  @Test(arguments: [Duration.zero, .milliseconds(20), .seconds(1), .seconds(599)])
  func `a wait that is asked for is kept`(asked: Duration) {
    let failure = ProviderFailure(.rateLimit, status: 429, retryAfter: asked)
    for wait in waits(.provider(failure)) {
      #expect(wait >= asked && wait <= asked + .seconds(15))
    }
  }

  @Test func `a wait without end is not begun`() {
    let failure = ProviderFailure(.rateLimit, status: 429, retryAfter: .seconds(3_600))
    #expect(waits(.provider(failure)).isEmpty)
  }

  @Test(arguments: [
    (TransportError.Code.resolve, true), (.connect, true), (.cut, true), (.timeout(.idle), true),
    (.tls, false), (.badURL, false), (.tooLarge, false), (.cancelled, false), (.protocol, false),
  ])
  func `what happened on the way`(code: TransportError.Code, isRetried: Bool) {
    let error = TransportError(code, host: "h", reason: "r", sentAt: nil)
    #expect(waits(.transport(error)).isEmpty == !isRetried)
  }

  @Test func `what will never succeed is not tried again`() {
    #expect(waits(.provider(ProviderFailure(.badRequest, status: 400))).isEmpty)
    #expect(waits(.provider(ProviderFailure(.quota, status: 429, retryAfter: .seconds(1)))).isEmpty)
  }
}
