/// The query and the columns of one list; the columns stand in the order of the query's.
struct Listing {
  let columns: [Report.Column]
  let sql: String

  private init(_ columns: [Report.Column], _ sql: String) {
    self.columns = columns
    self.sql = sql
  }

  private static func text(_ name: String) -> Report.Column { Report.Column(name) }

  private static func count(_ name: String) -> Report.Column {
    Report.Column(name, unit: "rows", alignment: .trailing)
  }

  private static func time(_ name: String) -> Report.Column {
    Report.Column(name, unit: "time", visibility: .whenSpace(priority: 1))
  }

  private static func money(_ name: String) -> Report.Column {
    Report.Column(name, unit: "usd", alignment: .trailing)
  }

  /// nil for statements, which are read with what they come to.
  static func of(_ kind: ListReport.Kind) -> Listing? {
    switch kind {
    case .models: models
    case .judges: judges
    case .benchmarks: benchmarks
    case .protocols: protocols
    case .templates: templates
    case .boards: boards
    case .experiments: experiments
    case .runs: runs
    case .sources: sources
    case .rejects: rejects
    case .statements: nil
    case .prices: prices
    case .budgets: budgets
    }
  }

  private static let models = Listing(
    [
      text("name"), text("label"), text("digest"), text("base_model"), text("read_as"),
      text("tags"), count("answers"), count("judgments"),
    ],
    """
    SELECT m.name, l.label, m.model_key, m.base_model, o.name,
      (SELECT {LIST tag} FROM (
        SELECT t.name || '=' || t.value AS tag FROM model_tags t WHERE t.model_id = m.id
        ORDER BY t.name) AS tags),
      (SELECT count(*) FROM answer_records a WHERE a.model_id = m.id),
      (SELECT coalesce(sum(b.n + b.failed), 0) FROM board_models b WHERE b.model_id = m.id)
    FROM models m LEFT JOIN model_labels l ON l.model_id = m.id
    LEFT JOIN model_aliases a ON a.model_id = m.id LEFT JOIN models o ON o.id = a.read_as_id
    ORDER BY m.name, m.model_key
    """)

  private static let judges = Listing(
    [
      text("name"), text("digest"), text("kind"), text("mode"), text("protocol"), text("version"),
      text("endpoint"), Report.Column("temperature", alignment: .trailing), text("parser"),
    ],
    """
    SELECT c.requested_model, j.judge_key, c.kind, c.mode, p.name, j.resolved_model, e.host,
      c.temperature, j.parser
    FROM judges j JOIN configurations c ON c.id = j.configuration_id
    LEFT JOIN protocols p ON p.id = c.protocol_id LEFT JOIN endpoints e ON e.id = c.endpoint_id
    ORDER BY c.requested_model, c.mode, j.judge_key
    """)

  private static let benchmarks = Listing(
    [text("name"), count("questions"), count("with_text"), count("categories")],
    """
    SELECT b.name, (SELECT count(*) FROM questions q WHERE q.benchmark_id = b.id),
      (SELECT count(DISTINCT v.question_id) FROM question_versions v
        JOIN questions q ON q.id = v.question_id
        WHERE q.benchmark_id = b.id AND v.turn_count IS NOT NULL),
      (SELECT count(DISTINCT v.category) FROM question_versions v
        JOIN questions q ON q.id = v.question_id WHERE q.benchmark_id = b.id)
    FROM benchmarks b ORDER BY b.name
    """)

  private static let protocols = Listing(
    [text("name"), text("mode"), count("judges"), count("prompt_names")],
    """
    SELECT p.name, p.mode, (SELECT count(*) FROM configurations c WHERE c.protocol_id = p.id),
      (SELECT count(*) FROM protocol_prompts n WHERE n.protocol_id = p.id)
    FROM protocols p ORDER BY p.name, p.mode
    """)

  private static let templates = Listing(
    [
      text("name"), text("digest"), text("mode"), text("category"), text("output_format"),
      Report.Column("scale_low", alignment: .trailing),
      Report.Column("scale_high", alignment: .trailing), count("prompts"),
    ],
    """
    SELECT t.name, r.record_key, t.mode, t.category, t.output_format, t.scale_low, t.scale_high,
      (SELECT count(*) FROM prompts p WHERE p.body_text_id = t.body_text_id)
    FROM prompt_templates t JOIN records r ON r.id = t.record_id ORDER BY t.name, r.record_key
    """)

  private static let boards = Listing(
    [text("board"), text("benchmark"), text("judge"), text("mode"), count("models")],
    """
    SELECT b.board_key, n.name, c.requested_model, b.mode,
      (SELECT count(*) FROM board_models m WHERE m.board_id = b.id)
    FROM boards b JOIN benchmarks n ON n.id = b.benchmark_id JOIN judges j ON j.id = b.judge_id
    JOIN configurations c ON c.id = j.configuration_id
    ORDER BY n.name, c.requested_model, b.board_key
    """)

  private static let experiments = Listing(
    [text("name"), count("runs")],
    """
    SELECT e.name, (SELECT count(*) FROM runs r WHERE r.experiment_id = e.id)
    FROM experiments e ORDER BY e.name
    """)

  private static let runs = Listing(
    [
      text("digest"), text("kind"), text("experiment"), text("person"), count("sources"),
      count("calls"), count("unfinished"), time("recorded_at"),
    ],
    """
    SELECT r.run_key, r.kind, e.name, r.person,
      (SELECT count(*) FROM sources s WHERE s.run_id = r.id),
      (SELECT CAST(coalesce(sum(h.call_count), 0) AS BIGINT) FROM ledger_heads h
        WHERE h.run_id = r.id),
      (SELECT count(*) FROM work_items w WHERE w.run_id = r.id AND w.state <> 'done'),
      r.recorded_at
    FROM runs r LEFT JOIN experiments e ON e.id = r.experiment_id
    ORDER BY r.recorded_at DESC, r.run_key
    """)

  private static let sources = Listing(
    [
      text("digest"), text("path"),
      Report.Column("format", visibility: .whenSpace(priority: 2)), text("kind"),
      Report.Column("benchmark", visibility: .whenSpace(priority: 3)),
      count("records"), count("rejects"), time("recorded_at"),
    ],
    """
    SELECT s.source_key, p.path, s.format, s.kind, b.name,
      (SELECT count(DISTINCT x.line) FROM record_sources x WHERE x.source_id = s.id),
      (SELECT count(*) FROM rejects x WHERE x.source_id = s.id), s.recorded_at
    FROM sources s JOIN source_paths p ON p.source_id = s.id
    LEFT JOIN benchmarks b ON b.id = s.benchmark_id ORDER BY p.path, s.recorded_at, s.source_key
    """)

  private static let rejects = Listing(
    [
      text("path"), Report.Column("line", alignment: .trailing), text("reason"),
      Report.Column("bytes", unit: "bytes", alignment: .trailing),
    ],
    """
    SELECT min(p.path), r.line, r.reason, r.byte_count FROM rejects r
    JOIN source_paths p ON p.source_id = r.source_id
    GROUP BY r.source_id, r.line, r.reason, r.byte_count ORDER BY min(p.path), r.line
    """)

  private static let prices = Listing(
    [
      text("provider"), text("model"), text("token_class"), text("tier"), count("above_tokens"),
      money("usd_per_million"), time("valid_from"), text("source"),
    ],
    """
    SELECT provider, model, token_class, tier, above_tokens, nano_usd_per_million, valid_from, source
    FROM prices ORDER BY provider, model, token_class, tier, above_tokens, valid_from
    """)

  private static let budgets = Listing(
    [text("scope"), money("cap"), money("reserved"), money("spent")],
    """
    SELECT scope, cap_nano_usd, reserved_nano_usd, spent_nano_usd FROM budgets ORDER BY scope
    """)
}
