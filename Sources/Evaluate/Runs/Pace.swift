internal import Warehouse

/// Lets as many calls go at once as the endpoint bears, and knows the limits it states.
actor Pace {
  private var concurrency: AdaptiveConcurrency
  private var limits: RateLimits
  private var waiting: [CheckedContinuation<AdaptiveConcurrency.Pass, Never>] = []

  /// - Parameters:
  ///   - parallel: calls at once, at most.
  ///   - limits: what a person allows; nil in it: what the endpoint says of its own limits.
  init(parallel: Int, limits: RateLimits) {
    concurrency = AdaptiveConcurrency(maximum: parallel)
    self.limits = limits
  }

  /// Waits for its turn.
  ///
  /// - Parameter tokens: what the call may use.
  /// - Returns: with the turn, what the call takes of the limits that are known by then.
  func pass(tokens: Int64) async -> (AdaptiveConcurrency.Pass, RateDemand) {
    let pass = await turn()
    let demand = RateDemand(
      requestsPerMinute: limits.requests, tokensPerMinute: limits.tokens, tokens: tokens)
    return (pass, demand)
  }

  /// Takes a call's end.
  func end(_ pass: AdaptiveConcurrency.Pass, _ call: ModelCall) {
    limits.requests = limits.requests ?? call.limits.requests
    limits.tokens = limits.tokens ?? call.limits.tokens
    if case .failure(let failure) = call.result {
      concurrency.end(pass, AdaptiveConcurrency.Signal(failure))
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

  private func turn() async -> AdaptiveConcurrency.Pass {
    if waiting.isEmpty, let pass = concurrency.pass() { return pass }
    return await withCheckedContinuation { waiting.append($0) }
  }

  private func letThrough() {
    while let next = waiting.first, let pass = concurrency.pass() {
      waiting.removeFirst()
      next.resume(returning: pass)
    }
  }
}
