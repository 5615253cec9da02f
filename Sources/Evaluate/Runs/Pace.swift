internal import Synchronization
internal import Warehouse

/// Lets as many calls go at once as the endpoint bears, and knows the limits it states.
final class Pace: Sendable {
  private struct State {
    var concurrency: AdaptiveConcurrency
    var limits: RateLimits
    var waiting: [CheckedContinuation<AdaptiveConcurrency.Pass, Never>] = []
  }

  private let state: Mutex<State>

  /// - Parameters:
  ///   - parallel: calls at once, at most.
  ///   - limits: what a person allows; nil in it: what the endpoint says of its own limits.
  init(parallel: Int, limits: RateLimits) {
    state = Mutex(State(concurrency: AdaptiveConcurrency(maximum: parallel), limits: limits))
  }

  /// Waits for its turn.
  func pass() async -> AdaptiveConcurrency.Pass {
    await withCheckedContinuation { turn in
      let pass = state.withLock { state in
        // Who came earlier goes earlier.
        let pass = state.waiting.isEmpty ? state.concurrency.pass() : nil
        if pass == nil { state.waiting.append(turn) }
        return pass
      }
      if let pass { turn.resume(returning: pass) }
    }
  }

  /// What a call takes of the limits that are known by now.
  ///
  /// - Parameter tokens: what it may use.
  func demand(tokens: Int64) -> RateDemand {
    let limits = state.withLock { $0.limits }
    return RateDemand(
      requestsPerMinute: limits.requests, tokensPerMinute: limits.tokens, tokens: tokens)
  }

  /// Takes a call's end.
  func end(_ pass: AdaptiveConcurrency.Pass, _ call: ModelCall) {
    var signal = AdaptiveConcurrency.Signal.borne
    if case .failure(let failure) = call.result { signal = AdaptiveConcurrency.Signal(failure) }
    end(pass, signal, call.limits)
  }

  /// Gives back a pass that was not used; one that has ended stays so.
  func giveBack(_ pass: AdaptiveConcurrency.Pass) { end(pass, .borne, RateLimits()) }

  // MARK: - Private

  private func end(
    _ pass: AdaptiveConcurrency.Pass, _ signal: AdaptiveConcurrency.Signal, _ stated: RateLimits
  ) {
    let next = state.withLock { state in
      state.limits.requests = state.limits.requests ?? stated.requests
      state.limits.tokens = state.limits.tokens ?? stated.tokens
      state.concurrency.end(pass, signal)
      var passes: [AdaptiveConcurrency.Pass] = []
      while passes.count < state.waiting.count, let pass = state.concurrency.pass() {
        passes.append(pass)
      }
      let turns = state.waiting.prefix(passes.count)
      state.waiting.removeFirst(passes.count)
      return zip(turns, passes)
    }
    for (turn, pass) in next { turn.resume(returning: pass) }
  }
}
