internal import Storage
internal import Warehouse

/// What the ledger has for one place of an invoice: a day, a provider, and, as far as the invoice
/// tells them apart, a project and a model.
struct LedgerDay {
  /// A call with what its price needs.
  struct Call {
    let tokens: TokenCounts?
    let models: [String]
    let provider: String
    let tier: PriceRow.Tier
    let nanoUSD: Int64?
    let isLost: Bool
  }

  private(set) var calls: [Call] = []

  mutating func add(_ call: Call) { calls.append(call) }

  /// What it sums to; calls of unknown cost are not in it.
  var nanoUSD: Int64 { calls.compactMap(\.nanoUSD).reduce(0, +) }

  /// What was reserved for replies that were lost.
  var lostNanoUSD: Int64 { calls.filter(\.isLost).compactMap(\.nanoUSD).reduce(0, +) }

  var unpriced: Int { calls.count { $0.nanoUSD == nil } }

  /// What it would sum to by the prices of another moment; nil where one is missing.
  func nanoUSD(_ book: PriceBook, at instant: Int64) -> Int64? {
    var sum: Int64 = 0
    for call in calls {
      guard call.tokens != nil, !call.isLost else {
        sum += call.nanoUSD ?? 0
        continue
      }
      let cost = book.cost(
        of: call.tokens, provider: call.provider, models: call.models, tier: call.tier,
        at: instant)
      guard let amount = cost.nanoUSD else { return nil }
      sum += amount
    }
    return sum
  }
}

/// Where an amount stands.
struct LedgerPlace: Hashable {
  let day: Int64
  let provider: String
  let project: String?
  let model: String?

  var order: [String] { [InvoiceLine.text(ofDay: day), provider, project ?? "", model ?? ""] }
}

/// The calls of some days, by place.
struct LedgerDays {
  private(set) var days: [LedgerPlace: LedgerDay] = [:]
  /// Whether any call has the label of a project.
  let hasProjects: Bool
  /// Calls to the providers on days that the invoice does not cover.
  private(set) var otherCalls = 0

  /// - Parameters:
  ///   - covered: the days of each provider.
  ///   - hasProjects: whether the invoice tells projects apart.
  ///   - hasModels: whether it tells models apart.
  init(
    _ connection: Connection, covered: [String: Set<Int64>], hasProjects: Bool, hasModels: Bool
  ) throws {
    var rows: [(day: Int64, provider: String, project: String?, call: LedgerDay.Call)] = []
    try connection.forEach(
      """
      SELECT a.sent_at / 86400000000000, e.provider, a.credential_label, c.resolved_model,
        a.requested_model, c.tier, k.nano_usd, c.outcome, c.prompt_tokens, c.cached_tokens,
        c.cache_write_5m_tokens, c.cache_write_1h_tokens, c.completion_tokens, c.reasoning_tokens
      FROM calls c JOIN call_attempts a ON a.id = c.attempt_id
      JOIN endpoints e ON e.id = a.endpoint_id
      LEFT JOIN call_costs k ON k.call_id = c.id AND k.revision = (
        SELECT max(revision) FROM call_costs WHERE call_id = c.id)
      ORDER BY a.attempt_key
      """
    ) { row in
      guard let provider = row.optionalText(1) else { return }
      let day = try row.integer(0)
      rows.append((day, provider, row.optionalText(2), try Self.call(row, provider)))
    }
    let known = rows.filter { covered[$0.provider]?.contains($0.day) ?? false }
    otherCalls = rows.count { covered[$0.provider] != nil } - known.count
    self.hasProjects = known.contains { $0.project != nil }
    for row in known where row.call.nanoUSD != 0 || row.call.tokens != nil {
      let place = LedgerPlace(
        day: row.day, provider: row.provider,
        project: hasProjects && self.hasProjects ? row.project : nil,
        model: hasModels ? row.call.models[0] : nil)
      days[place, default: LedgerDay()].add(row.call)
    }
  }

  private static func call(_ row: borrowing Row, _ provider: String) throws -> LedgerDay.Call {
    var tokens: TokenCounts?
    if let prompt = row.optionalInteger(8) {
      var counts = TokenCounts()
      counts.prompt = prompt
      counts.cached = row.optionalInteger(9) ?? 0
      counts.cacheWrite5m = row.optionalInteger(10) ?? 0
      counts.cacheWrite1h = row.optionalInteger(11) ?? 0
      counts.completion = row.optionalInteger(12) ?? 0
      counts.reasoning = row.optionalInteger(13) ?? 0
      tokens = counts
    }
    return LedgerDay.Call(
      tokens: tokens, models: [row.optionalText(3), try row.text(4)].compactMap { $0 },
      provider: provider, tier: row.optionalText(5).flatMap(PriceRow.Tier.init) ?? .standard,
      nanoUSD: row.optionalInteger(6), isLost: try row.text(7) == "unknown_billing")
  }
}
