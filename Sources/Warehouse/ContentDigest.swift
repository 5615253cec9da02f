internal import Crypto
internal import Storage

/// What one kind of row contributes to the digest of a store.
public struct TableDigest: Sendable, Equatable {
  /// The kind of row.
  public let table: String
  /// How many there are.
  public let rowCount: Int
  /// 64 hexadecimal digits.
  public let digest: String
}

extension Store {
  /// A digest of every logical row, kind by kind: equal for two stores that hold the same, in
  /// whatever order and on whatever engine it came in.
  ///
  /// Numbers that a store gave out, the times at which it learnt things, the commands that
  /// brought them and the way prompts are stored do not count.
  ///
  /// - Complexity: O(store); every text is read.
  public func contentDigest() async throws -> [TableDigest] {
    try await database.read { try ContentDigest.all($0) }
  }
}

enum ContentDigest {
  struct LogicalTable {
    let name: String
    /// Selects the row with keys in place of numbers, in order of keys.
    let sql: String
  }

  /// Every kind of row.
  static func all(_ connection: Connection) throws -> [TableDigest] {
    try (tables + ledger).map { try digest($0, connection) } + [try prompts(connection)]
  }

  static func digest(_ table: LogicalTable, _ connection: Connection) throws -> TableDigest {
    var digest = RowsDigest()
    let statement = try connection.prepare(table.sql)
    try statement.forEach { row in
      var form = CanonicalForm("row")
      for column in 0..<row.columnCount { form.add(try row.value(column)) }
      digest.add(form)
    }
    return digest.finish(table.name)
  }

  /// Prompts by the text that they have or that their parts give.
  static func prompts(_ connection: Connection) throws -> TableDigest {
    var digest = RowsDigest()
    var texts = try PromptText(connection)
    let prompts = try connection.all("SELECT id, prompt_key FROM prompts ORDER BY prompt_key") {
      row in (id: try row.integer(0), key: try row.bytes(1))
    }
    try texts.forEach(prompts, id: \.id) { prompt, utf8 in
      guard let utf8 else {
        throw StorageError(.corrupt, "prompt \(prompt.id) cannot be rebuilt from its parts")
      }
      var form = CanonicalForm("prompt")
      form.add(Key(prompt.key))
      form.add(Key(of: utf8))
      digest.add(form)
    }
    return digest.finish("prompts")
  }

  static let tables = [
    LogicalTable(
      name: "sources",
      sql: """
        SELECT s.source_key, s.content_digest, s.byte_count, s.format, s.kind, b.name
        FROM sources s LEFT JOIN benchmarks b ON b.id = s.benchmark_id ORDER BY s.source_key
        """),
    LogicalTable(
      name: "source_paths",
      sql: """
        SELECT s.source_key, p.path FROM source_paths p JOIN sources s ON s.id = p.source_id
        ORDER BY s.source_key, p.path
        """),
    LogicalTable(
      name: "rejects",
      sql: """
        SELECT s.source_key, r.line, r.byte_offset, r.byte_count, r.content_digest, r.reason
        FROM rejects r JOIN sources s ON s.id = r.source_id ORDER BY s.source_key, r.line
        """),
    LogicalTable(
      name: "records", sql: "SELECT record_key, kind, extra FROM records ORDER BY record_key"),
    LogicalTable(
      name: "record_sources",
      sql: """
        SELECT s.source_key, x.line, r.record_key FROM record_sources x
        JOIN sources s ON s.id = x.source_id JOIN records r ON r.id = x.record_id
        ORDER BY s.source_key, x.line, r.record_key
        """),
    LogicalTable(name: "texts", sql: "SELECT text_key, content FROM texts ORDER BY text_key"),
    LogicalTable(
      name: "question_versions",
      sql: """
        SELECT r.record_key, b.name, q.external_id, v.category, v.required_temperature,
          v.turn_count, t.turn, x.text_key
        FROM question_versions v JOIN records r ON r.id = v.record_id
        JOIN questions q ON q.id = v.question_id JOIN benchmarks b ON b.id = q.benchmark_id
        LEFT JOIN question_turns t ON t.record_id = v.record_id
        LEFT JOIN texts x ON x.id = t.text_id ORDER BY r.record_key, t.turn
        """),
    LogicalTable(
      name: "prompt_templates",
      sql: """
        SELECT r.record_key, p.name, p.mode, s.text_key, b.text_key, p.description, p.category,
          p.output_format, p.scale_low, p.scale_high
        FROM prompt_templates p JOIN records r ON r.id = p.record_id
        JOIN texts b ON b.id = p.body_text_id LEFT JOIN texts s ON s.id = p.system_text_id
        ORDER BY r.record_key
        """),
    LogicalTable(
      name: "answers",
      sql: """
        SELECT r.record_key, b.name, q.external_id, m.model_key, ar.role, c.conditions_key,
          ar.external_id, ar.model_label, ar.answered_at, a.sample, a.turn, a.outcome, t.text_key
        FROM answer_records ar JOIN records r ON r.id = ar.record_id
        JOIN questions q ON q.id = ar.question_id JOIN benchmarks b ON b.id = q.benchmark_id
        JOIN models m ON m.id = ar.model_id LEFT JOIN conditions c ON c.id = ar.conditions_id
        LEFT JOIN answers a ON a.record_id = ar.record_id LEFT JOIN texts t ON t.id = a.text_id
        ORDER BY r.record_key, a.sample, a.turn
        """),
    LogicalTable(
      name: "judgments",
      sql: """
        SELECT r.record_key, j.game, b.name, q.external_id, k.judge_key, m.model_key, o.model_key,
          j.sample, j.turn, j.repeat_no, j.outcome, j.score, j.winner, n.name, p.prompt_key,
          t.text_key, j.judged_at, j.reported_nano_usd, j.duration_ns, j.share
        FROM judgments j JOIN records r ON r.id = j.record_id
        JOIN questions q ON q.id = j.question_id JOIN benchmarks b ON b.id = q.benchmark_id
        JOIN judges k ON k.id = j.judge_id JOIN models m ON m.id = j.model_id
        LEFT JOIN models o ON o.id = j.opponent_id
        LEFT JOIN protocol_prompts n ON n.id = j.protocol_prompt_id
        LEFT JOIN prompts p ON p.id = j.prompt_id LEFT JOIN texts t ON t.id = j.text_id
        ORDER BY r.record_key, j.game
        """),
    LogicalTable(
      name: "statements", sql: "SELECT statement_key FROM statements ORDER BY statement_key"),
    LogicalTable(
      name: "reported_figures",
      sql: """
        SELECT f.record_key, s.source_key, b.name, m.model_key, f.judge_name, f.figure,
          f.category, f.turn, f.value
        FROM reported_figures f JOIN models m ON m.id = f.model_id
        LEFT JOIN sources s ON s.id = f.source_id
        LEFT JOIN benchmarks b ON b.id = f.benchmark_id ORDER BY f.record_key
        """),
    LogicalTable(
      name: "board_models",
      sql: """
        SELECT b.board_key, m.model_key, x.edition, x.answer_set, x.answer_sets, x.n, x.failed,
          x.score_sum, x.wins, x.losses, x.ties, x.clusters, x.sum_squares, x.scale_low,
          x.first_judged_at, x.last_judged_at
        FROM board_models x JOIN boards b ON b.id = x.board_id JOIN models m ON m.id = x.model_id
        ORDER BY b.board_key, m.model_key
        """),
    LogicalTable(
      name: "board_judgments",
      sql: """
        SELECT b.board_key, m.model_key, r.record_key FROM board_judgments x
        JOIN boards b ON b.id = x.board_id JOIN models m ON m.id = x.model_id
        JOIN records r ON r.id = x.record_id ORDER BY b.board_key, m.model_key, r.record_key
        """),
  ]
}

/// Digests rows one after the other.
private struct RowsDigest {
  private var hasher = SHA256()
  private var rowCount = 0

  mutating func add(_ row: CanonicalForm) {
    hasher.update(data: row.key().bytes)
    rowCount += 1
  }

  func finish(_ table: String) -> TableDigest {
    let digest = hasher.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return TableDigest(table: table, rowCount: rowCount, digest: digest)
  }
}
