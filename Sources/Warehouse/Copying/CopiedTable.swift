/// How the rows of one table are carried to another store: what identifies them there, and which of
/// their columns hold numbers that the other store has given out anew.
struct CopiedTable: Sendable {
  let name: StaticString
  /// The natural key: what identifies a row in any store.
  let key: [String]
  /// What else a row holds.
  let values: [String]
  /// Columns that hold the number of a row of another table, by that table's name.
  let references: [String: String]
  /// Whether rows have a number, and who gives it out.
  let numbering: Numbering
  /// What becomes of a row that both stores have; nil: the other store's stays as it is.
  let merge: RowMerge?

  enum Numbering {
    /// The writer that holds the store's lock.
    case writer
    /// The engine.
    case engine
    /// Rows are known by their key alone.
    case none
  }

  init(
    _ name: StaticString, key: [String], _ values: [String] = [],
    references: [String: String] = [:], numbering: Numbering = .writer, merge: RowMerge? = nil
  ) {
    self.name = name
    self.key = key
    self.values = values
    self.references = references
    self.numbering = numbering
    self.merge = merge
  }

  /// All columns but the number.
  var columns: [String] { key + values }
}

extension CopiedTable {
  /// Tables whose rows have numbers, by name.
  static let numbered: [String: CopiedTable] = Dictionary(
    uniqueKeysWithValues: (names + judging + ledger).map { ("\($0.name)", $0) })

  /// What a record says, by the number of the record: each table behind those it refers to.
  static let contents: [CopiedTable] = [
    CopiedTable(
      "question_versions", key: ["record_id"],
      ["question_id", "category", "required_temperature", "turn_count"],
      references: ["record_id": "records", "question_id": "questions"], numbering: .none),
    CopiedTable(
      "question_turns", key: ["record_id", "turn"], ["question_id", "text_id"],
      references: ["record_id": "records", "question_id": "questions", "text_id": "texts"],
      numbering: .none),
    CopiedTable(
      "prompt_templates", key: ["record_id"],
      [
        "name", "mode", "system_text_id", "body_text_id", "description", "category",
        "output_format", "scale_low", "scale_high",
      ],
      references: ["record_id": "records", "system_text_id": "texts", "body_text_id": "texts"],
      numbering: .none),
    CopiedTable(
      "answer_records", key: ["record_id"],
      [
        "question_id", "model_id", "role", "conditions_id", "external_id", "model_label",
        "answered_at",
      ],
      references: [
        "record_id": "records", "question_id": "questions", "model_id": "models",
        "conditions_id": "conditions",
      ], numbering: .none),
    CopiedTable(
      "answers", key: ["record_id", "sample", "turn"],
      ["question_id", "outcome", "finish_reason", "text_id", "call_id"],
      references: [
        "record_id": "records", "question_id": "questions", "text_id": "texts",
        "call_id": "calls",
      ], numbering: .none),
    CopiedTable(
      "judgments", key: ["record_id", "game"],
      [
        "question_id", "judge_id", "model_id", "opponent_id", "sample", "turn", "repeat_no",
        "outcome", "score", "winner", "protocol_prompt_id", "prompt_id", "text_id", "judged_at",
        "duration_ns", "reported_nano_usd", "call_id", "share",
      ],
      references: [
        "record_id": "records", "question_id": "questions", "judge_id": "judges",
        "model_id": "models", "opponent_id": "models", "protocol_prompt_id": "protocol_prompts",
        "prompt_id": "prompts", "text_id": "texts", "call_id": "calls",
      ], numbering: .none),
  ]

  /// What hangs on a source beside its records.
  static let ofSources: [CopiedTable] = [
    CopiedTable(
      "source_paths", key: ["source_id", "path"], ["recorded_at"],
      references: ["source_id": "sources"], numbering: .none),
    CopiedTable(
      "rejects", key: ["source_id", "line"],
      ["byte_offset", "byte_count", "content_digest", "content", "reason"],
      references: ["source_id": "sources"], numbering: .none),
    CopiedTable(
      "reported_figures", key: ["record_key"],
      [
        "source_id", "benchmark_id", "model_id", "judge_name", "figure", "category", "turn",
        "value", "origin", "recorded_at",
      ],
      references: [
        "source_id": "sources", "benchmark_id": "benchmarks", "model_id": "models",
      ], numbering: .none),
  ]

  /// Which line of which source stated a record.
  static let lines = CopiedTable(
    "record_sources", key: ["source_id", "line", "record_id"],
    references: ["source_id": "sources", "record_id": "records"], numbering: .none)

  /// Prompts that are stored whole.
  static let unresolvedPrompts = CopiedTable(
    "unresolved_prompts", key: ["prompt_id"],
    ["question_id", "model_id", "opponent_id", "content"],
    references: [
      "prompt_id": "prompts", "question_id": "questions", "model_id": "models",
      "opponent_id": "models",
    ], numbering: .none)

  /// What hangs on a call.
  static let ofCalls: [CopiedTable] = [
    CopiedTable(
      "call_costs", key: ["call_id", "revision"],
      ["nano_usd", "recorded_at", "sequence", "previous_digest", "digest"],
      references: ["call_id": "calls"], numbering: .none),
    CopiedTable(
      "call_cost_prices", key: ["call_id", "revision", "price_id"],
      references: ["call_id": "calls", "price_id": "prices"], numbering: .none),
    CopiedTable(
      "call_replies", key: ["call_id", "choice"], ["text_id"],
      references: ["call_id": "calls", "text_id": "texts"], numbering: .none),
  ]

  /// What runs found done already.
  static let reusedWork = CopiedTable(
    "reused_work", key: ["run_id", "kind", "model_id", "benchmark_id"],
    ["requested_model", "reused", "unpriced", "saved_nano_usd"],
    references: ["run_id": "runs", "model_id": "models", "benchmark_id": "benchmarks"],
    numbering: .none)

  /// The end of each chain of calls.
  static let heads = CopiedTable(
    "ledger_heads", key: ["run_id", "worker"], ["call_count", "digest"],
    references: ["run_id": "runs"], numbering: .none)

  /// The end of each chain of later costs.
  static let costHeads = CopiedTable(
    "cost_heads", key: ["run_id"], ["revision_count", "digest"], references: ["run_id": "runs"],
    numbering: .none)

  /// The names of all tables that are copied, in order.
  static let all: [String] =
    ((names + judging + ledger + contents + ofSources + ofCalls)
    .map { "\($0.name)" } + [
      "\(lines.name)", "\(unresolvedPrompts.name)", "\(heads.name)", "\(costHeads.name)",
      "\(reusedWork.name)",
    ])
    .sorted()

  /// Tables that are computed from the others, say how a store was made, or hold for a minute.
  static let computed: Set<String> = [
    "boards", "board_models", "board_judgments", "board_contexts", "model_aliases",
    "judge_aliases", "hidden_records", "corrected_judgments", "model_labels", "model_tags",
    "standing_statements", "schema_migrations", "call_sums", "run_costs", "rate_buckets",
  ]

  // MARK: - Private

  private static let names: [CopiedTable] = [
    CopiedTable("experiments", key: ["name"]),
    CopiedTable(
      "runs", key: ["run_key"],
      ["experiment_id", "kind", "configuration", "person", "tool_version", "recorded_at"],
      references: ["experiment_id": "experiments"]),
    CopiedTable("benchmarks", key: ["name"]),
    CopiedTable(
      "sources", key: ["source_key"],
      ["content_digest", "byte_count", "format", "kind", "benchmark_id", "run_id", "recorded_at"],
      references: ["benchmark_id": "benchmarks", "run_id": "runs"], merge: .earlier),
    CopiedTable(
      "records", key: ["record_key"], ["kind", "extra", "recorded_at"], merge: .earlier),
    CopiedTable("texts", key: ["text_key"], ["content"], merge: .withheld),
    CopiedTable(
      "questions", key: ["benchmark_id", "external_id"],
      references: ["benchmark_id": "benchmarks"]),
    CopiedTable(
      "models", key: ["model_key"],
      ["name", "base_model", "adapter", "revision", "path", "provider"]),
    CopiedTable("endpoints", key: ["endpoint_key"], ["host", "provider", "deployment"]),
    CopiedTable(
      "conditions", key: ["conditions_key"],
      [
        "temperature", "max_tokens", "top_p", "seed", "stop", "system_text_id",
        "chat_template_text_id", "base_model", "adapter", "adapter_rank", "adapter_alpha",
        "revision",
      ], references: ["system_text_id": "texts", "chat_template_text_id": "texts"]),
  ]

  private static let judging: [CopiedTable] = [
    CopiedTable("protocols", key: ["name", "mode"]),
    CopiedTable(
      "protocol_prompts", key: ["protocol_id", "name"], references: ["protocol_id": "protocols"]),
    CopiedTable(
      "configurations", key: ["configuration_key"],
      [
        "kind", "mode", "requested_model", "endpoint_id", "protocol_id", "temperature",
        "max_tokens",
      ], references: ["endpoint_id": "endpoints", "protocol_id": "protocols"]),
    CopiedTable(
      "judges", key: ["judge_key"], ["configuration_id", "resolved_model", "parser"],
      references: ["configuration_id": "configurations"]),
    CopiedTable(
      "prompts", key: ["prompt_key"], ["resolved_at"] + promptParts,
      references: Dictionary(uniqueKeysWithValues: promptParts.map { ($0, "texts") }),
      merge: .resolved),
    CopiedTable(
      "statements", key: ["statement_key"],
      [
        "action", "target_kind", "target_key", "other_key", "name", "value", "reverses_key",
        "author", "reason", "recorded_at",
      ]),
  ]

  static let promptParts = ["body_text_id"] + PromptPlaceholder.allCases.map(\.column)

  private static let ledger: [CopiedTable] = [
    CopiedTable(
      "work_items", key: ["item_key"],
      [
        "run_id", "kind", "configuration_key", "question_id", "model_id", "opponent_id", "sample",
        "turn", "game", "repeat_no", "state", "leased_by", "lease_until", "attempts",
      ],
      references: [
        "run_id": "runs", "question_id": "questions", "model_id": "models",
        "opponent_id": "models",
      ], numbering: .engine, merge: .finished),
    CopiedTable(
      "call_attempts", key: ["attempt_key"],
      [
        "run_id", "work_item_id", "worker", "endpoint_id", "requested_model", "credential_label",
        "reserved_nano_usd", "sent_at", "parameters",
      ],
      references: ["run_id": "runs", "work_item_id": "work_items", "endpoint_id": "endpoints"],
      numbering: .engine),
    CopiedTable(
      "calls", key: ["attempt_id"],
      [
        "run_id", "worker", "sequence", "role", "outcome", "error_class", "http_status",
        "request_id", "resolved_model", "system_fingerprint", "finish_reason", "prompt_tokens",
        "cached_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens", "completion_tokens",
        "reasoning_tokens", "usage", "tier", "reported_nano_usd", "first_byte_at", "finished_at",
        "recorded_at", "previous_digest", "digest", "chain_rule",
      ], references: ["attempt_id": "call_attempts", "run_id": "runs"], numbering: .engine),
    CopiedTable(
      "prices", key: ["price_key"],
      [
        "provider", "model", "token_class", "tier", "above_tokens", "nano_usd_per_million",
        "valid_from", "retires_at", "source", "recorded_at",
      ], numbering: .engine, merge: .earlier),
    CopiedTable(
      "server_prices", key: ["price_key"],
      ["host", "nano_usd_per_hour", "valid_from", "source", "recorded_at"], numbering: .engine,
      merge: .earlier),
    CopiedTable(
      "budgets", key: ["scope"], ["cap_nano_usd", "reserved_nano_usd", "spent_nano_usd"],
      numbering: .engine),
  ]
}
