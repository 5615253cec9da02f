internal import Storage

/// What a look at the costs of calls with the prices known now came to.
public struct RepricingSummary: Sendable, Hashable {
  /// Calls of unknown cost that have one now.
  public internal(set) var filled = 0
  /// Calls whose cost is another one now.
  public internal(set) var changed = 0
  /// Calls with tokens for which a price is still missing.
  public internal(set) var unpriced = 0
  /// By how much the whole is more than before, in nano-USD.
  public internal(set) var differenceNanoUSD: Int64 = 0

  /// Calls that got a new revision of their cost.
  public var revised: Int { filled + changed }
}

extension Store {
  /// Computes costs with the prices known now; what differs becomes a new revision, and the old ones
  /// stay.
  ///
  /// - Parameters:
  ///   - onlyUnknown: leaves alone what has a cost.
  ///   - experiment: only calls of this experiment.
  ///   - isDryRun: counts, and writes nothing.
  public func reprice(
    onlyUnknown: Bool, experiment: String? = nil, isDryRun: Bool = false
  ) async throws -> RepricingSummary {
    try await database.write { connection in
      let repricing = Repricing(connection, isDryRun: isDryRun)
      return try repricing.run(onlyUnknown: onlyUnknown, experiment: experiment)
    }
  }
}

/// Computes costs anew, inside one transaction.
struct Repricing {
  private let connection: Connection
  private let isDryRun: Bool

  init(_ connection: Connection, isDryRun: Bool = false) {
    self.connection = connection
    self.isDryRun = isDryRun
  }

  private struct PricedCall {
    let id: Int64
    let run: Int64
    let revision: Int64
    let nanoUSD: Int64?
    let provider: String
    let models: [String]
    let tier: PriceRow.Tier
    let sentAt: Int64
    let tokens: TokenCounts
  }

  func run(onlyUnknown: Bool, experiment: String?) throws -> RepricingSummary {
    var summary = RepricingSummary()
    let calls = try pricedCalls(onlyUnknown: onlyUnknown, experiment: experiment)
    guard !calls.isEmpty else { return summary }
    let book = try PriceTable(connection).book(models: Set(calls.flatMap(\.models)))
    var runs: Set<Int64> = []
    for call in calls {
      let cost = book.cost(
        of: call.tokens, provider: call.provider, models: call.models, tier: call.tier,
        at: call.sentAt)
      guard let amount = cost.nanoUSD else {
        summary.unpriced += 1
        continue
      }
      guard amount != call.nanoUSD else { continue }
      if call.nanoUSD == nil { summary.filled += 1 } else { summary.changed += 1 }
      summary.differenceNanoUSD += amount - (call.nanoUSD ?? 0)
      runs.insert(call.run)
      if !isDryRun { try append(cost, to: call) }
    }
    if !isDryRun {
      let sums = CallSums(connection)
      for run in runs.sorted() { try sums.recompute(run: run) }
    }
    return summary
  }

  /// What a call costs by some prices.
  func cost(ofCall id: Int64, _ book: PriceBook) throws -> Int64? {
    let call = try connection.first(
      "\(Self.calls) WHERE c.id = $1", [.integer(id)], Self.call)
    return call.flatMap { call in
      book.cost(
        of: call.tokens, provider: call.provider, models: call.models, tier: call.tier,
        at: call.sentAt
      ).nanoUSD
    }
  }

  // MARK: - Private

  private static let calls = """
    SELECT c.id, c.run_id, k.revision, k.nano_usd, e.provider, c.resolved_model,
      a.requested_model, c.tier, a.sent_at, c.prompt_tokens, c.cached_tokens,
      c.cache_write_5m_tokens, c.cache_write_1h_tokens, c.completion_tokens, c.reasoning_tokens
    FROM calls c JOIN call_attempts a ON a.id = c.attempt_id
    JOIN endpoints e ON e.id = a.endpoint_id JOIN runs u ON u.id = c.run_id
    LEFT JOIN experiments x ON x.id = u.experiment_id
    JOIN call_costs k ON k.call_id = c.id AND k.revision = (
      SELECT max(revision) FROM call_costs WHERE call_id = c.id)
    """

  /// Calls that brought a reply with its tokens, in order of their keys.
  private func pricedCalls(onlyUnknown: Bool, experiment: String?) throws -> [PricedCall] {
    let unknown = onlyUnknown ? " AND k.nano_usd IS NULL" : ""
    let named = experiment == nil ? "" : " AND x.name = $1"
    return try connection.all(
      """
      \(Self.calls)
      WHERE c.prompt_tokens IS NOT NULL
        AND c.outcome IN ('ok', 'refused', 'truncated', 'filtered')\(unknown)\(named)
      ORDER BY a.attempt_key
      """, experiment.map { [.text($0)] } ?? [], Self.call)
  }

  private static func call(_ row: borrowing Row) throws -> PricedCall {
    var tokens = TokenCounts()
    tokens.prompt = row.optionalInteger(9) ?? 0
    tokens.cached = row.optionalInteger(10) ?? 0
    tokens.cacheWrite5m = row.optionalInteger(11) ?? 0
    tokens.cacheWrite1h = row.optionalInteger(12) ?? 0
    tokens.completion = row.optionalInteger(13) ?? 0
    tokens.reasoning = row.optionalInteger(14) ?? 0
    return PricedCall(
      id: try row.integer(0), run: try row.integer(1), revision: try row.integer(2),
      nanoUSD: row.optionalInteger(3), provider: row.optionalText(4) ?? PriceRow.anyProvider,
      models: [row.optionalText(5), try row.text(6)].compactMap { $0 },
      tier: row.optionalText(7).flatMap(PriceRow.Tier.init) ?? .standard,
      sentAt: try row.integer(8), tokens: tokens)
  }

  private func append(_ cost: CallCost, to call: PricedCall) throws {
    try connection.execute(
      """
      INSERT INTO call_costs (call_id, revision, nano_usd, recorded_at) VALUES ($1, $2, $3, $4)
      """,
      [
        .integer(call.id), .integer(call.revision + 1), .optional(cost.nanoUSD),
        .integer(Clock.now()),
      ])
    for price in cost.priceIDs {
      try connection.execute(
        "INSERT INTO call_cost_prices (call_id, revision, price_id) VALUES ($1, $2, $3)",
        [.integer(call.id), .integer(call.revision + 1), .integer(price)])
    }
    try CostChain(connection).append(call: call.id, revision: call.revision + 1, run: call.run)
  }
}
