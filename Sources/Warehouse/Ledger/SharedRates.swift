internal import Storage

/// What a call takes of the limits per minute of whom it asks; nil: a limit that is not known.
package struct RateDemand: Sendable, Hashable {
  package let requestsPerMinute: Int64?
  package let tokensPerMinute: Int64?
  /// What it may use; settled when it ends.
  package let tokens: Int64

  package init(requestsPerMinute: Int64?, tokensPerMinute: Int64?, tokens: Int64) {
    self.requestsPerMinute = requestsPerMinute
    self.tokensPerMinute = tokensPerMinute
    self.tokens = tokens
  }

  fileprivate var isUnlimited: Bool { requestsPerMinute == nil && tokensPerMinute == nil }
}

/// Whether a call may go.
package enum Admission: Sendable, Hashable {
  /// It is noted, and may be sent now.
  case open(OpenAttempt)
  /// Nothing was noted: a limit per minute is used up for so long.
  case wait(Duration)
}

extension RunWriter {
  /// Notes what is about to be sent, if the limits per minute let it go now.
  ///
  /// Their state is in the store, so that the workers of all processes keep them together.
  ///
  /// - Throws: as `begin(_:)`.
  package func begin(_ attempt: CallAttempt, within demand: RateDemand) throws -> Admission {
    if demand.isUnlimited { return .open(try begin(attempt)) }
    let rates = SharedRates(
      connection, endpointID: try endpointID(attempt.endpoint), model: attempt.requestedModel)
    let wait = try rates.take(demand, at: Clock.now())
    return wait > .zero ? .wait(wait) : .open(try begin(attempt))
  }

  /// Corrects what a call took by what it used.
  ///
  /// - Parameters:
  ///   - used: tokens; nil: not known, so that what was taken stays taken.
  ///   - pause: how long the endpoint asks to be left alone; nil: it does not.
  package func settle(
    _ demand: RateDemand, of attempt: CallAttempt, used: Int64?, pause: Duration?
  ) throws {
    if demand.isUnlimited { return }
    let rates = SharedRates(
      connection, endpointID: try endpointID(attempt.endpoint), model: attempt.requestedModel)
    try rates.settle(demand, used: used ?? demand.tokens)
    if let pause { try rates.hold(demand, until: Clock.now() + Int64(pause / .nanoseconds(1))) }
  }
}

/// The buckets of one model at one endpoint.
private struct SharedRates {
  private enum Unit: String {
    case requests, tokens
  }

  private let connection: Connection
  private let endpointID: Int64
  private let model: String

  init(_ connection: Connection, endpointID: Int64, model: String) {
    self.connection = connection
    self.endpointID = endpointID
    self.model = model
  }

  /// Takes a request and its tokens, or nothing.
  ///
  /// - Returns: zero where they were taken, else how long to wait.
  func take(_ demand: RateDemand, at now: Int64) throws -> Duration {
    var requests = try bucket(.requests, demand.requestsPerMinute)
    if let wait = requests?.take(1, at: now), wait > .zero { return wait }
    var tokens = try bucket(.tokens, demand.tokensPerMinute)
    if let wait = tokens?.take(demand.tokens, at: now), wait > .zero { return wait }
    try keep(requests, .requests)
    try keep(tokens, .tokens)
    return .zero
  }

  func settle(_ demand: RateDemand, used: Int64) throws {
    guard used != demand.tokens, var tokens = try bucket(.tokens, demand.tokensPerMinute) else {
      return
    }
    tokens.settle(taken: demand.tokens, used: used)
    try keep(tokens, .tokens)
  }

  func hold(_ demand: RateDemand, until moment: Int64) throws {
    guard var requests = try bucket(.requests, demand.requestsPerMinute) else { return }
    requests.hold(until: moment)
    try keep(requests, .requests)
  }

  // MARK: - Private

  /// The bucket of a limit; nil where there is none.
  ///
  /// It is read by an update, which keeps others from it until the transaction ends.
  private func bucket(_ unit: Unit, _ perMinute: Int64?) throws -> RateBucket? {
    guard let perMinute else { return nil }
    let nextAt = try connection.first(
      """
      INSERT INTO rate_buckets (endpoint_id, requested_model, unit, next_at)
      VALUES ($1, $2, $3, 0)
      ON CONFLICT (endpoint_id, requested_model, unit) DO UPDATE
      SET next_at = rate_buckets.next_at
      RETURNING next_at
      """, [.integer(endpointID), .text(model), .text(unit.rawValue)]
    ) { try $0.integer(0) }
    return RateBucket(perMinute: perMinute, nextAt: nextAt ?? 0)
  }

  private func keep(_ bucket: RateBucket?, _ unit: Unit) throws {
    guard let bucket else { return }
    try connection.execute(
      """
      UPDATE rate_buckets SET next_at = $4
      WHERE endpoint_id = $1 AND requested_model = $2 AND unit = $3
      """,
      [
        .integer(endpointID), .text(model), .text(unit.rawValue), .integer(bucket.nextAt),
      ])
  }
}
