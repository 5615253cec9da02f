/// A limit per minute on requests or tokens, as one moment: when the next may go if they go evenly.
///
/// The state is one number, so that workers can share it as one column of one row. What is asked for
/// is let through if that moment is not further away than a burst; it then moves on by what was taken.
/// So a call that is larger than a burst is let through too, and the next ones wait for it.
///
/// Source: the generic cell rate algorithm, ITU-T I.371.
public struct RateBucket: Hashable, Sendable {
  /// Units a minute; at least 1.
  public let perMinute: Int64
  /// How far calls may run ahead of an even pace.
  public let burst: Duration
  /// When the next unit may go at an even pace, in nanoseconds since 1970 UTC; the whole state.
  public var nextAt: Int64

  /// A limit.
  ///
  /// - Parameters:
  ///   - perMinute: units a minute.
  ///   - burst: how far calls may run ahead; providers divide their minute into seconds.
  ///   - nextAt: the state that was kept; 0: nothing was taken yet.
  public init(perMinute: Int64, burst: Duration = .seconds(2), nextAt: Int64 = 0) {
    self.perMinute = max(1, perMinute)
    self.burst = burst
    self.nextAt = nextAt
  }

  /// Takes units if that is allowed now.
  ///
  /// - Parameters:
  ///   - amount: units, at least 0.
  ///   - now: nanoseconds since 1970 UTC.
  /// - Returns: zero if they were taken; else how long to wait before asking again.
  public mutating func take(_ amount: Int64, at now: Int64) -> Duration {
    let wait = nextAt - now - burst.nanoseconds
    guard wait <= 0 else { return .nanoseconds(wait) }
    nextAt = max(nextAt, now) + time(amount)
    return .zero
  }

  /// Gives back what was taken and not used, or takes what was used beyond it.
  public mutating func settle(taken: Int64, used: Int64) {
    nextAt += used >= taken ? time(used - taken) : -time(taken - used)
  }

  /// Lets nothing through before a moment, as a provider asks for by Retry-After.
  public mutating func hold(until moment: Int64) {
    nextAt = max(nextAt, moment + burst.nanoseconds)
  }

  /// The time that units take at an even pace; what would be over a year is a year.
  private func time(_ amount: Int64) -> Int64 {
    let minute: Int64 = 60_000_000_000
    let year = minute * 60 * 24 * 365
    let (product, overflow) = max(0, amount).multipliedReportingOverflow(by: minute)
    return overflow ? year : min(year, product / perMinute)
  }
}

extension Duration {
  /// Whole nanoseconds.
  fileprivate var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
