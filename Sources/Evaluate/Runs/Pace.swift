internal import Warehouse

/// Lets calls through as fast as the endpoint bears and the limits allow.
actor Pace {
  private var concurrency: AdaptiveConcurrency
  private var requests: RateBucket?
  private var tokens: RateBucket?
  private var waiting: [CheckedContinuation<AdaptiveConcurrency.Pass, Never>] = []

  /// - Parameters:
  ///   - parallel: calls at once, at most.
  ///   - requestsPerMinute: nil: what the endpoint says of its own limits.
  ///   - tokensPerMinute: as before, of tokens.
  init(parallel: Int, requestsPerMinute: Int?, tokensPerMinute: Int?) {
    concurrency = AdaptiveConcurrency(maximum: parallel)
    requests = requestsPerMinute.map { RateBucket(perMinute: Int64($0)) }
    tokens = tokensPerMinute.map { RateBucket(perMinute: Int64($0)) }
  }

  /// Waits for its turn.
  ///
  /// - Parameter tokenCount: what the call may use; settled when it ends.
  func pass(tokens tokenCount: Int64) async -> AdaptiveConcurrency.Pass {
    while let wait = wait(for: tokenCount), wait > .zero {
      // Cancelled: let through at once, for whoever asked finds out by itself.
      guard (try? await Task.sleep(for: wait)) != nil else { break }
    }
    if waiting.isEmpty, let pass = concurrency.pass() { return pass }
    return await withCheckedContinuation { waiting.append($0) }
  }

  /// Takes a call's end.
  func end(
    _ pass: AdaptiveConcurrency.Pass, _ call: ModelCall, taken: Int64, used: Int64?
  ) {
    tokens?.settle(taken: taken, used: used ?? taken)
    note(call.limits)
    if case .failure(let failure) = call.result {
      concurrency.end(pass, AdaptiveConcurrency.Signal(failure))
      if let asked = failure.retryAfter { hold(asked) }
    } else {
      concurrency.end(pass, .borne)
    }
    letThrough()
  }

  /// Gives back a pass that was not used.
  func giveBack(_ pass: AdaptiveConcurrency.Pass) {
    concurrency.end(pass, .borne)
    letThrough()
  }

  // MARK: - Private

  private func letThrough() {
    while let next = waiting.first, let pass = concurrency.pass() {
      waiting.removeFirst()
      next.resume(returning: pass)
    }
  }

  private func wait(for tokenCount: Int64) -> Duration? {
    let now = Clock.now()
    if let wait = requests?.take(1, at: now), wait > .zero { return wait }
    guard let wait = tokens?.take(tokenCount, at: now), wait > .zero else { return nil }
    requests?.settle(taken: 1, used: 0)
    return wait
  }

  /// Takes over the limits that an endpoint states, where none were given.
  private func note(_ limits: RateLimits) {
    if requests == nil, let limit = limits.requests { requests = RateBucket(perMinute: limit) }
    if tokens == nil, let limit = limits.tokens { tokens = RateBucket(perMinute: limit) }
  }

  private func hold(_ duration: Duration) {
    let moment = Clock.now() + Int64(duration / .nanoseconds(1))
    requests?.hold(until: moment)
  }
}
