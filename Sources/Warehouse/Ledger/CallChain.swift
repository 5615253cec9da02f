internal import Storage

/// Calls chained by digest, per run and worker: a row that is edited, removed or moved breaks the
/// chain, and a row cut off its end, or put behind it, is missed by the head.
///
/// The rule is written down in `docs/costs.md`, so that anyone can check an export without this
/// program. Rows keep the number of the rule they follow: the first one covered the call alone, the
/// second its attempt, cost, prices and texts too.
package struct CallChain {
  /// The columns of a call that a digest covers.
  static let columns = [
    "role", "outcome", "error_class", "http_status", "request_id", "resolved_model",
    "system_fingerprint", "finish_reason", "prompt_tokens", "cached_tokens",
    "cache_write_5m_tokens", "cache_write_1h_tokens", "completion_tokens", "reasoning_tokens",
    "usage", "tier", "reported_nano_usd", "first_byte_at", "finished_at", "recorded_at",
  ]

  /// The rule that new calls follow.
  static let currentRule: Int64 = 2

  /// The last call of a chain.
  struct Head {
    let count: Int64
    /// nil: the chain has no call yet.
    let digest: Key?
  }

  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  func head(run: Int64, worker: String) throws -> Head {
    try connection.first(
      "SELECT call_count, digest FROM ledger_heads WHERE run_id = $1 AND worker = $2",
      [.integer(run), .text(worker)]
    ) { row in Head(count: try row.integer(0), digest: Key(try row.bytes(1))) }
      ?? Head(count: 0, digest: nil)
  }

  func setHead(run: Int64, worker: String, _ head: Head) throws {
    try connection.execute(
      """
      INSERT INTO ledger_heads (run_id, worker, call_count, digest) VALUES ($1, $2, $3, $4)
      ON CONFLICT (run_id, worker) DO UPDATE
      SET call_count = excluded.call_count, digest = excluded.digest
      """,
      [
        .integer(run), .text(worker), .integer(head.count),
        .bytes(head.digest?.bytes ?? []),
      ])
  }
}

/// Everything of a call that its digest covers.
struct ChainedCall {
  var rule = CallChain.currentRule
  let run: Key
  let worker: String
  let sequence: Int64
  let previous: Key?
  let attempt: ChainedAttempt
  /// Of `CallChain.columns`.
  let values: [SQLValue]
  /// At its first revision.
  var nanoUSD: Int64?
  /// The prices of that revision, in order of their keys.
  var prices: [ChainedPrice] = []
  /// Of the choices that have a text.
  var replies: [ChainedReply] = []

  /// The digest by the rule that the row names; nil: no such rule.
  var digest: Key? {
    var form = CanonicalForm("call")
    if rule == 2 {
      form = CanonicalForm("call 2")
    } else if rule != 1 {
      return nil
    }
    form.add(run)
    form.add(worker)
    form.add(sequence)
    form.add(previous)
    form.add(attempt.key)
    if rule == 2 { attempt.add(to: &form) }
    for value in values { form.add(value) }
    guard rule == 2 else { return form.key() }
    form.add(nanoUSD)
    form.add(prices)
    form.addList(count: replies.count)
    for reply in replies {
      form.add(reply.choice)
      form.add(reply.text)
    }
    return form.key()
  }
}

/// What was sent, as a digest covers it.
struct ChainedAttempt {
  let key: Key
  /// The key of the item of work it was for; nil: for none.
  let item: Key?
  /// Who sent it, which may be another than who noted what became of it.
  let sentBy: String
  let host: String?
  let provider: String?
  let deployment: String?
  let requestedModel: String
  let credentialLabel: String?
  let reservedNanoUSD: Int64?
  let sentAt: Int64
  let parameters: String?

  fileprivate func add(to form: inout CanonicalForm) {
    form.add(item)
    form.add(sentBy)
    form.add(host)
    form.add(provider)
    form.add(deployment)
    form.add(requestedModel)
    form.add(credentialLabel)
    form.add(reservedNanoUSD)
    form.add(sentAt)
    form.add(parameters)
  }

  /// The columns that `init` reads, of an attempt `a`.
  static let columns = """
    a.attempt_key, w.item_key, a.worker, e.host, e.provider, e.deployment, a.requested_model,
    a.credential_label, a.reserved_nano_usd, a.sent_at, a.parameters
    """
  /// What they are selected from, behind `call_attempts a`.
  static let joins = """
    JOIN endpoints e ON e.id = a.endpoint_id LEFT JOIN work_items w ON w.id = a.work_item_id
    """

  /// - Parameter first: where its columns begin.
  init(_ row: borrowing Row, from first: Int = 0) throws {
    guard let key = Key(try row.bytes(first)) else {
      throw StorageError(.decoding, "an attempt has a key of another length")
    }
    self.key = key
    item = row.optionalBytes(first + 1).flatMap { Key($0) }
    sentBy = try row.text(first + 2)
    host = row.optionalText(first + 3)
    provider = row.optionalText(first + 4)
    deployment = row.optionalText(first + 5)
    requestedModel = try row.text(first + 6)
    credentialLabel = row.optionalText(first + 7)
    reservedNanoUSD = row.optionalInteger(first + 8)
    sentAt = try row.integer(first + 9)
    parameters = row.optionalText(first + 10)
  }
}

/// A price that a cost was computed from.
struct ChainedPrice {
  let id: Int64
  let key: Key
  let nanoUSDPerMillion: Int64
}

extension CanonicalForm {
  /// Adds the prices of a cost, in order of their keys.
  mutating func add(_ prices: [ChainedPrice]) {
    addList(count: prices.count)
    for price in prices {
      add(price.key)
      add(price.nanoUSDPerMillion)
    }
  }
}

/// The text of a choice.
struct ChainedReply {
  let choice: Int64
  let text: Key
}
