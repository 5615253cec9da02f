internal import Storage

/// The ledger line by line, with everything that its digests cover: what anyone needs to check it
/// without this program.
public struct LedgerExport: Sendable {
  /// A call, a later cost, or the head of a chain, which follows its calls or costs.
  public struct Line: Sendable {
    /// In the order of `columns`.
    public let values: [Value]
  }

  /// What stands in a column.
  public enum Value: Sendable, Hashable {
    /// Nothing.
    case null
    /// A whole number: a count, nano-USD, or nanoseconds since 1970 UTC.
    case integer(Int64)
    /// A text; keys and digests are 32 hexadecimal digits.
    case text(String)
  }

  /// What stands in a line.
  public static let columns =
    [
      "kind", "experiment", "person", "run", "worker", "sequence", "previous_digest", "digest",
      "chain_rule", "attempt", "item", "sent_by", "host", "provider", "deployment",
      "requested_model", "project", "reserved_nano_usd", "sent_at", "parameters",
    ] + CallChain.columns + [
      "cost_nano_usd", "prices", "replies", "cost_revision", "newest_cost_nano_usd",
    ]

  /// Every line.
  public let lines: [Line]

  fileprivate init(_ connection: Connection, experiment: String?) throws {
    let reader = LedgerReader(connection)
    var lines: [Line] = []
    for chain in try reader.chains(experiment: experiment) {
      try reader.forEach(chain) { lines.append(Self.line($0, chain)) }
      lines.append(
        Self.head(chain.experiment, chain.person, chain.run, worker: chain.worker, chain.head))
    }
    for chain in try reader.costs(experiment: experiment) {
      try reader.forEach(chain) { lines.append(Self.line($0, chain)) }
      lines.append(
        Self.head(chain.experiment, chain.person, chain.run, worker: nil, chain.head))
    }
    self.lines = lines
  }

  // MARK: - Private

  private static func line(
    _ stored: LedgerReader.StoredCall, _ chain: LedgerReader.Chain
  ) -> Line {
    let call = stored.call
    let attempt = call.attempt
    let replies = call.replies.map { "\($0.choice):\($0.text)" }
    return Line(
      values: [
        .text("call"), text(chain.experiment), .text(chain.person), .text("\(call.run)"),
        .text(call.worker), .integer(call.sequence), text(call.previous), text(stored.digest),
        .integer(call.rule), .text("\(attempt.key)"), text(attempt.item), .text(attempt.sentBy),
        text(attempt.host), text(attempt.provider), text(attempt.deployment),
        .text(attempt.requestedModel), text(attempt.credentialLabel),
        integer(attempt.reservedNanoUSD), .integer(attempt.sentAt), text(attempt.parameters),
      ] + call.values.map(value) + [
        integer(call.nanoUSD), text(list(call.prices)), text(list(replies)),
        .integer(stored.revision),
        integer(stored.nanoUSD),
      ])
  }

  /// Of a later cost stands what its digest covers.
  private static func line(
    _ stored: LedgerReader.StoredCost, _ chain: LedgerReader.Costs
  ) -> Line {
    let cost = stored.cost
    let values: [String: Value] = [
      "kind": .text("cost"), "experiment": text(chain.experiment), "person": .text(chain.person),
      "run": .text("\(cost.run)"), "sequence": .integer(cost.sequence),
      "previous_digest": text(cost.previous), "digest": text(stored.digest),
      "attempt": .text("\(cost.attempt)"), "recorded_at": .integer(cost.recordedAt),
      "cost_nano_usd": integer(cost.nanoUSD), "prices": text(list(cost.prices)),
      "cost_revision": .integer(cost.revision),
    ]
    return Line(values: columns.map { values[$0] ?? .null })
  }

  /// - Parameter worker: nil: of a chain of later costs.
  private static func head(
    _ experiment: String?, _ person: String, _ run: Key, worker: String?, _ head: CallChain.Head?
  ) -> Line {
    var values: [Value] = [
      .text("head"), text(experiment), .text(person), .text("\(run)"), text(worker),
      integer(head?.count), .null, text(head?.digest),
    ]
    values += Array(repeating: .null, count: columns.count - values.count)
    return Line(values: values)
  }

  private static func list(_ prices: [ChainedPrice]) -> String? {
    list(prices.map { "\($0.key):\($0.nanoUSDPerMillion)" })
  }

  private static func list(_ parts: [String]) -> String? {
    parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  private static func text(_ text: String?) -> Value { text.map(Value.text) ?? .null }

  private static func text(_ key: Key?) -> Value { key.map { .text("\($0)") } ?? .null }

  private static func integer(_ integer: Int64?) -> Value { integer.map(Value.integer) ?? .null }

  /// Columns of the ledger hold nothing else.
  private static func value(_ value: SQLValue) -> Value {
    switch value {
    case .integer(let integer): .integer(integer)
    case .text(let text): .text(text)
    default: .null
    }
  }
}

extension Store {
  /// The ledger with all that its digests cover.
  ///
  /// - Parameter experiment: only runs of this experiment; nil: of all.
  /// - Complexity: O(calls).
  public func ledger(experiment: String? = nil) async throws -> LedgerExport {
    try await database.read { try LedgerExport($0, experiment: experiment) }
  }
}
