internal import Storage
internal import Warehouse

/// What two models differ in beside their answers: the conditions they answered under, and what
/// answers and verdicts cost.
struct ModelContext {
  private let connection: Connection
  private let facts: FactFilter

  init(_ reader: StandingReader) {
    connection = reader.connection
    facts = reader.facts
  }

  /// A sentence on the conditions that are known of both and differ; nil where none does.
  func differences(
    _ a: (name: String, id: Int64), _ b: (name: String, id: Int64), benchmarkID: Int64
  ) throws -> String? {
    let conditions = (
      try self.conditions(a.id, benchmarkID), try self.conditions(b.id, benchmarkID)
    )
    let differing = Self.names.compactMap { name -> String? in
      guard let left = conditions.0[name], let right = conditions.1[name], left != right else {
        return nil
      }
      return "\(name) (\(left.sorted().joined(separator: ", ")) against "
        + "\(right.sorted().joined(separator: ", ")))"
    }
    guard !differing.isEmpty else { return nil }
    return "\(a.name) and \(b.name) answered under other conditions: "
      + differing.joined(separator: "; ") + "."
  }

  /// A sentence on what calls for each model cost on a benchmark; nil without a call.
  func costs(_ models: [(name: String, id: Int64)], benchmarkID: Int64) throws -> String? {
    let parts = try models.compactMap { model in
      try cost(model.id, benchmarkID).map { "\(model.name) \($0)" }
    }
    return parts.isEmpty ? nil : "What calls cost: \(parts.joined(separator: "; "))."
  }

  // MARK: - Private

  private static let names = [
    "temperature", "max tokens", "top_p", "seed", "stop", "system prompt", "chat template",
    "base model", "adapter", "adapter rank", "adapter alpha", "weights",
  ]

  /// The values of each condition that is known.
  private func conditions(_ modelID: Int64, _ benchmarkID: Int64) throws -> [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    for memberID in facts.effects.models.members(of: modelID) {
      try connection.forEach(
        """
        SELECT DISTINCT c.temperature, c.max_tokens, c.top_p, c.seed, c.stop, s.text_key,
          t.text_key, c.base_model, c.adapter, c.adapter_rank, c.adapter_alpha, c.revision
        FROM questions q
        JOIN answer_records r ON r.question_id = q.id AND r.role = 'answer' AND r.model_id = $1
        JOIN conditions c ON c.id = r.conditions_id
        LEFT JOIN texts s ON s.id = c.system_text_id
        LEFT JOIN texts t ON t.id = c.chat_template_text_id
        WHERE q.benchmark_id = $2
        """, [.integer(memberID), .integer(benchmarkID)]
      ) { row in
        let values: [String?] = [
          row.optionalReal(0).map { "\($0)" }, row.optionalInteger(1).map { "\($0)" },
          row.optionalReal(2).map { "\($0)" }, row.optionalInteger(3).map { "\($0)" },
          row.optionalText(4), try Self.digest(row, 5), try Self.digest(row, 6),
          row.optionalText(7), row.optionalText(8), row.optionalInteger(9).map { "\($0)" },
          row.optionalReal(10).map { "\($0)" }, row.optionalText(11).map { String($0.prefix(12)) },
        ]
        for (name, value) in zip(Self.names, values) {
          if let value { found[name, default: []].insert(value) }
        }
      }
    }
    return found
  }

  private static func digest(_ row: borrowing Row, _ column: Int) throws -> String? {
    if case .null = try row.value(column) { return nil }
    return Key(try row.bytes(column))?.short
  }

  /// Answers and verdicts, each where there was a call.
  private func cost(_ modelID: Int64, _ benchmarkID: Int64) throws -> String? {
    var sums: [String: (nano: Int64, unknown: Int64)] = [:]
    for memberID in facts.effects.models.members(of: modelID) {
      try connection.forEach(
        """
        SELECT c.role, CAST(coalesce(sum(k.nano_usd), 0) AS BIGINT),
          sum(CASE WHEN k.nano_usd IS NULL THEN 1 ELSE 0 END)
        FROM calls c JOIN call_attempts a ON a.id = c.attempt_id
        JOIN work_items w ON w.id = a.work_item_id JOIN questions q ON q.id = w.question_id
        LEFT JOIN call_costs k ON k.call_id = c.id AND k.revision = (
          SELECT max(revision) FROM call_costs WHERE call_id = c.id)
        WHERE w.model_id = $1 AND q.benchmark_id = $2 GROUP BY c.role
        """, [.integer(memberID), .integer(benchmarkID)]
      ) { row in
        var sum = sums[try row.text(0)] ?? (0, 0)
        sum.nano += try row.integer(1)
        sum.unknown += try row.integer(2)
        sums[try row.text(0)] = sum
      }
    }
    guard !sums.isEmpty else { return nil }
    return sums.sorted { $0.key < $1.key }.map { role, sum in
      let known = MoneyText.people(nanoUSD: sum.nano)
      let rest = sum.unknown == 0 ? "" : " and \(DecimalText.grouped(sum.unknown)) unpriced calls"
      return "\(known)\(rest) to \(role)"
    }
    .joined(separator: ", ")
  }
}
