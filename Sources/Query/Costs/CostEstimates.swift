internal import Storage
internal import Warehouse

extension CostReader {
  /// What imported rows without a cost may have cost, by the lengths of their texts: five bytes a
  /// token at least, four likely, three at most.
  mutating func readEstimates() throws {
    let book = try PriceTable(connection).bookWithStarters()
    try readEstimatedVerdicts(book)
    try readEstimatedAnswers(book)
  }

  // MARK: - Private

  /// Bytes of a text, in the engine's words.
  private func bytes(_ text: String) -> String {
    switch connection.dialect {
    case .sqlite: "length(CAST(\(text) AS BLOB))"
    case .postgres: "octet_length(\(text))"
    }
  }

  private mutating func readEstimatedVerdicts(_ book: PriceBook) throws {
    let parts = [
      "body_text_id", "question_1_text_id", "question_2_text_id", "reference_1_text_id",
      "reference_2_text_id", "answer_a_1_text_id", "answer_a_2_text_id", "answer_b_1_text_id",
      "answer_b_2_text_id",
    ].map { "p.\($0)" }.joined(separator: ", ")
    let prompt = """
      coalesce((SELECT \(bytes("o.content")) FROM unresolved_prompts o
          WHERE o.prompt_id = s.prompt_id),
        (SELECT sum(\(bytes("t.content"))) FROM prompts p, texts t
          WHERE p.id = s.prompt_id AND t.id IN (\(parts))))
      """
    let reply = "(SELECT \(bytes("t.content")) FROM texts t WHERE t.id = s.text_id)"
    try readEstimated(
      "(\(Self.importedVerdicts("j.reported_nano_usd IS NULL AND j.text_id IS NOT NULL")))",
      prompt: prompt, reply: reply, book)
  }

  /// A turn's prompt is what the conversation holds so far.
  private mutating func readEstimatedAnswers(_ book: PriceBook) throws {
    let rows = """
      (SELECT \(Self.importRun("r")) AS run_id, NULL AS endpoint_id, 'generate' AS role,
        m.name AS requested_model, NULL AS credential_label, r.model_id, q.benchmark_id,
        r.answered_at / 86400000000000 AS day, r.answered_at AS at, a.text_id, a.record_id,
        a.question_id, a.sample, a.turn
      FROM answers a JOIN answer_records r ON r.record_id = a.record_id AND r.role = 'answer'
      JOIN models m ON m.id = r.model_id JOIN questions q ON q.id = a.question_id
      WHERE a.call_id IS NULL AND a.text_id IS NOT NULL)
      """
    let questions = """
      (SELECT sum(\(bytes("t.content"))) FROM question_turns n JOIN texts t ON t.id = n.text_id
        WHERE n.turn <= s.turn AND n.record_id = (
          SELECT max(v.record_id) FROM question_turns v WHERE v.question_id = s.question_id))
      """
    let before = """
      (SELECT coalesce(sum(\(bytes("t.content"))), 0) FROM answers n JOIN texts t ON t.id = n.text_id
        WHERE n.record_id = s.record_id AND n.sample = s.sample AND n.turn < s.turn)
      """
    let reply = "(SELECT \(bytes("t.content")) FROM texts t WHERE t.id = s.text_id)"
    try readEstimated(rows, prompt: "\(questions) + \(before)", reply: reply, book)
  }

  private mutating func readEstimated(
    _ rows: String, prompt: String, reply: String, _ book: PriceBook
  ) throws {
    let filter = CostFilter(query)
    let first = labelColumns.count
    let columns =
      labelColumns + [
        "s.requested_model", "e.provider", "s.at", "CAST(\(prompt) AS BIGINT)",
        "CAST(\(reply) AS BIGINT)",
      ]
    let joins =
      rows.contains("NULL AS endpoint_id")
      ? Self.joins.replacing("e.id = s.endpoint_id", with: "false") : Self.joins
    try connection.forEach(
      """
      SELECT \(columns.joined(separator: ", ")) FROM \(rows) s \(joins) WHERE \(filter.sql)
      """, filter.values
    ) { row in
      var group = CostSums()
      let estimate = ImportedCost(
        model: try row.text(first), provider: row.optionalText(first + 1),
        at: row.optionalInteger(first + 2) ?? Clock.now(),
        promptBytes: row.optionalInteger(first + 3), replyBytes: row.optionalInteger(first + 4))
      if let range = estimate.range(book) {
        (group.lowNanoUSD, group.likelyNanoUSD, group.highNanoUSD) = range
        group.estimatedRows = 1
      } else {
        group.unestimatedRows = 1
      }
      try add(try labels(row), group)
    }
  }
}

/// An imported row whose cost nobody knows.
private struct ImportedCost {
  let model: String
  let provider: String?
  let at: Int64
  let promptBytes: Int64?
  let replyBytes: Int64?

  /// nil where a text or a price is missing, or several providers ask different ones.
  func range(_ book: PriceBook) -> (Int64, Int64, Int64)? {
    guard let promptBytes, let replyBytes,
      let provider = provider ?? book.onlyProvider(of: model, at: at)
    else { return nil }
    let costs = [5, 4, 3].map { (bytesPerToken: Int64) -> Int64? in
      var tokens = TokenCounts()
      tokens.prompt = (promptBytes + bytesPerToken - 1) / bytesPerToken
      tokens.completion = (replyBytes + bytesPerToken - 1) / bytesPerToken
      return book.cost(of: tokens, provider: provider, models: [model], at: at).nanoUSD
    }
    guard let low = costs[0], let likely = costs[1], let high = costs[2] else { return nil }
    return (low, likely, high)
  }
}
