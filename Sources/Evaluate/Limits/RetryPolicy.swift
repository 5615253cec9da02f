public import Transport

/// Whether a call without an answer is made again, and when.
///
/// It waits for nothing itself.
public struct RetryPolicy: Hashable, Sendable {
  /// What to do next.
  public enum Decision: Hashable, Sendable {
    case retry(after: Duration)
    case giveUp
  }

  /// How often a call is made at most, the first time included.
  public var maximumAttempts = 6
  /// The wait before the second attempt, where the provider names none; it doubles from there on.
  public var firstDelay = Duration.milliseconds(500)
  /// No wait of our own is longer.
  public var longestDelay = Duration.seconds(60)
  /// A provider that asks for more than this is not waited for.
  public var longestRetryAfter = Duration.seconds(600)

  /// A policy that suits the limits per minute that providers have.
  public init() {}

  /// What to do after an attempt.
  ///
  /// A wait that the provider names is kept at least; workers that were stopped together start again
  /// apart from each other.
  ///
  /// - Parameters:
  ///   - attempt: how often the call was made, from 1.
  ///   - failure: how the last one failed.
  ///   - random: spreads the waits.
  public func decision(
    after attempt: Int, _ failure: CallFailure, random: inout some RandomNumberGenerator
  ) -> Decision {
    guard attempt < maximumAttempts, failure.isRetryable else { return .giveUp }
    let own = min(longestDelay, firstDelay * (1 << min(attempt - 1, 16)))
    guard let asked = failure.retryAfter else {
      return .retry(after: own * Double.random(in: 0.5...1, using: &random))
    }
    guard asked <= longestRetryAfter else { return .giveUp }
    let spread = max(firstDelay, min(asked, longestDelay) / 4)
    return .retry(after: asked + spread * Double.random(in: 0...1, using: &random))
  }
}

/// Why a call has no answer, on the way or at the provider.
public enum CallFailure: Error, Hashable, Sendable, CustomStringConvertible {
  case transport(TransportError)
  case provider(ProviderFailure)

  /// Whether the same request may succeed later.
  public var isRetryable: Bool {
    switch self {
    case .transport(let error): error.isRetryable
    case .provider(let failure): failure.isRetryable
    }
  }

  /// Whether every other call of the run would end alike, so that none should be made.
  public var stopsRun: Bool {
    switch self {
    case .transport(let error): error.stopsRun
    case .provider(let failure): failure.stopsRun
    }
  }

  /// How long the provider asks to wait.
  public var retryAfter: Duration? {
    switch self {
    case .transport: nil
    case .provider(let failure): failure.retryAfter
    }
  }

  /// The word for the ledger.
  public var name: String {
    switch self {
    case .transport(let error): error.name
    case .provider(let failure): failure.kind.name
    }
  }

  /// One line for a person.
  public var description: String {
    switch self {
    case .transport(let error): "\(error)"
    case .provider(let failure): "\(failure)"
    }
  }
}

extension TransportError {
  /// Whether the same request may succeed later.
  public var isRetryable: Bool {
    switch code {
    case .resolve, .connect, .timeout, .cut: true
    case .badURL, .tls, .proxy, .tooLarge, .protocol, .cancelled, .other: false
    }
  }

  /// Whether every other request to the host would end alike, once tries are over.
  public var stopsRun: Bool {
    switch code {
    case .badURL, .resolve, .connect, .tls, .proxy, .protocol, .timeout(.connect): true
    case .timeout, .cut, .tooLarge, .cancelled, .other: false
    }
  }
}
