-- Scorehouse schema, the whole of it in plain tables. One text for both engines: the words in
-- braces are mapped by Storage/Dialect.swift. Times are nanoseconds since 1970 UTC, money is
-- nano-USD, every *_key is the first 16 bytes of a SHA-256 of what a source states. A comment
-- above a table, or behind a column, is its documentation: docs/schema.md is made from them.

-- What brought rows in or produced them: one command, with its whole configuration and person.

-- A named group of runs.
CREATE TABLE experiments (
  id {PK},
  name TEXT NOT NULL UNIQUE
) {STRICT};

-- One execution: an import, a generation, a judging, both together, a parsing anew or a copy.
CREATE TABLE runs (
  id {PK},
  run_key {BYTES} NOT NULL UNIQUE,
  experiment_id {INT} REFERENCES experiments(id),  -- null: belongs to no experiment
  kind TEXT NOT NULL CHECK (kind IN ('import', 'generate', 'judge', 'eval', 'reparse', 'copy')),
  configuration TEXT NOT NULL,  -- JSON: the arguments it ran with, never a secret
  person TEXT NOT NULL,  -- SCOREHOUSE_PERSON, else the name of the operating system's user
  tool_version TEXT NOT NULL,
  recorded_at {INT} NOT NULL
) {STRICT};

-- Benchmarks and their questions.

-- A named question set.
CREATE TABLE benchmarks (
  id {PK},
  name TEXT NOT NULL UNIQUE
) {STRICT};

-- A file that was imported, read in one way. The same bytes read as another benchmark's are
-- another source.
CREATE TABLE sources (
  id {PK},
  source_key {BYTES} NOT NULL UNIQUE,  -- digest of the content digest and of how it was read
  content_digest {BYTES} NOT NULL,  -- digest of the bytes
  byte_count {INT} NOT NULL,
  format TEXT NOT NULL,  -- fastchat, scores
  kind TEXT NOT NULL CHECK (kind IN
    ('prompts', 'questions', 'references', 'answers', 'judgments', 'votes', 'scores', 'samples',
    'figures')),
  benchmark_id {INT} REFERENCES benchmarks(id),  -- null where the rows name none, as prompts do
  run_id {INT} NOT NULL REFERENCES runs(id),
  recorded_at {INT} NOT NULL
) {STRICT};

-- Where a source was found: the path below the folder that was imported.
CREATE TABLE source_paths (
  source_id {INT} NOT NULL REFERENCES sources(id),
  path TEXT NOT NULL,
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (source_id, path)
) {CLUSTERED};

-- A record of a source that could not be imported, kept with its reason.
CREATE TABLE rejects (
  source_id {INT} NOT NULL REFERENCES sources(id),
  line {INT} NOT NULL,
  byte_offset {INT} NOT NULL,
  byte_count {INT} NOT NULL,  -- of the whole record, also where content holds less
  content_digest {BYTES} NOT NULL,
  content {BYTES} NOT NULL,  -- its first 64 KiB
  reason TEXT NOT NULL,
  PRIMARY KEY (source_id, line)
) {STRICT};

-- What a source states once: the identity of a template, a question version, an answer record
-- or a judgment. Two files that state the same share one row.
CREATE TABLE records (
  id {PK},
  record_key {BYTES} NOT NULL UNIQUE,  -- digest of the statement, its benchmark and its repetition in the file
  kind TEXT NOT NULL CHECK (kind IN ('template', 'question', 'answer', 'judgment')),
  extra TEXT,  -- JSON: fields that no column holds, and those whose spelling a column would lose
  recorded_at {INT} NOT NULL
) {STRICT};

-- Which line of which source said so.
CREATE TABLE record_sources (
  source_id {INT} NOT NULL REFERENCES sources(id),
  line {INT} NOT NULL,
  record_id {INT} NOT NULL REFERENCES records(id),
  PRIMARY KEY (source_id, line, record_id)
) {CLUSTERED};
CREATE INDEX record_sources_record ON record_sources (record_id);

-- Every text, once.
CREATE TABLE texts (
  id {PK},
  text_key {BYTES} NOT NULL UNIQUE,
  content TEXT NOT NULL
) {STRICT};

-- A slot: benchmark and external id, born when anything names it.
CREATE TABLE questions (
  id {PK},
  benchmark_id {INT} NOT NULL REFERENCES benchmarks(id),
  external_id TEXT NOT NULL,
  UNIQUE (benchmark_id, external_id)
) {STRICT};

-- The content of a question as a source states it.
CREATE TABLE question_versions (
  record_id {INT} NOT NULL PRIMARY KEY REFERENCES records(id),
  question_id {INT} NOT NULL REFERENCES questions(id),
  category TEXT,  -- null: not stated
  required_temperature {REAL},  -- null: not stated
  turn_count {INT}  -- null: the source gives figures and no texts
) {STRICT};
CREATE INDEX question_versions_question ON question_versions (question_id);

-- The text of one turn of a question version.
CREATE TABLE question_turns (
  record_id {INT} NOT NULL REFERENCES question_versions(record_id),
  question_id {INT} NOT NULL REFERENCES questions(id),
  turn {INT} NOT NULL CHECK (turn >= 1),
  text_id {INT} NOT NULL REFERENCES texts(id),
  PRIMARY KEY (record_id, turn)
) {CLUSTERED};

-- What answers, and where calls go.

-- What answers a question; a changed revision is another row.
CREATE TABLE models (
  id {PK},
  model_key {BYTES} NOT NULL UNIQUE,
  name TEXT NOT NULL,
  base_model TEXT,
  adapter TEXT,
  revision TEXT,
  path TEXT,
  provider TEXT
) {STRICT};
CREATE INDEX models_name ON models (name);

-- Where a call went.
CREATE TABLE endpoints (
  id {PK},
  endpoint_key {BYTES} NOT NULL UNIQUE,
  host TEXT,
  provider TEXT,
  deployment TEXT
) {STRICT};

-- The settings an answer was generated under; null is unknown, never a default.
CREATE TABLE conditions (
  id {PK},
  conditions_key {BYTES} NOT NULL UNIQUE,
  temperature {REAL},
  max_tokens {INT},
  top_p {REAL},
  seed {INT},
  stop TEXT,  -- JSON: a list of texts
  system_text_id {INT} REFERENCES texts(id),
  chat_template_text_id {INT} REFERENCES texts(id)
) {STRICT};

-- The ledger stands before what it paid for, because answers and judgments point at calls.

-- One thing still to be asked; mutable. Its key makes a run resumable.
CREATE TABLE work_items (
  id {PK},
  item_key {BYTES} NOT NULL UNIQUE,
  run_id {INT} NOT NULL REFERENCES runs(id),
  kind TEXT NOT NULL CHECK (kind IN ('generate', 'judge')),
  configuration_key {BYTES} NOT NULL,  -- what is requested; what answers is not known yet
  question_id {INT} NOT NULL REFERENCES questions(id),
  model_id {INT} NOT NULL REFERENCES models(id),
  opponent_id {INT} REFERENCES models(id),
  sample {INT} NOT NULL,
  turn {INT} NOT NULL,
  game {INT} NOT NULL CHECK (game IN (0, 1, 2)),
  repeat_no {INT} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'done', 'failed')),
  leased_by TEXT,
  lease_until {INT},
  attempts {INT} NOT NULL,
  CHECK ((state = 'leased') = (leased_by IS NOT NULL AND lease_until IS NOT NULL))
) {STRICT};
CREATE INDEX work_items_waiting ON work_items (run_id, state);

-- What was about to be sent, with its reservation; committed before anything is sent.
CREATE TABLE call_attempts (
  id {PK},
  attempt_key {BYTES} NOT NULL UNIQUE,
  run_id {INT} NOT NULL REFERENCES runs(id),
  work_item_id {INT} REFERENCES work_items(id),
  worker TEXT NOT NULL,
  endpoint_id {INT} NOT NULL REFERENCES endpoints(id),
  requested_model TEXT NOT NULL,
  credential_label TEXT,  -- the project or key as a person calls it, never the key
  reserved_nano_usd {INT} CHECK (reserved_nano_usd >= 0),  -- null: no price known, no budget
  sent_at {INT} NOT NULL
) {STRICT};

-- What became of an attempt. Chained by digest per run and worker.
CREATE TABLE calls (
  id {PK},
  attempt_id {INT} NOT NULL UNIQUE REFERENCES call_attempts(id),
  run_id {INT} NOT NULL REFERENCES runs(id),
  worker TEXT NOT NULL,
  sequence {INT} NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('generate', 'judge', 'reference', 'embed')),
  outcome TEXT NOT NULL CHECK (outcome IN
    ('ok', 'refused', 'truncated', 'filtered', 'api_error', 'timeout', 'cancelled', 'unknown_billing')),
  error_class TEXT,
  http_status {INT},
  request_id TEXT,
  resolved_model TEXT,
  system_fingerprint TEXT,
  finish_reason TEXT,
  prompt_tokens {INT},  -- classes do not overlap: without cached and cache writes
  cached_tokens {INT},
  cache_write_5m_tokens {INT},
  cache_write_1h_tokens {INT},
  completion_tokens {INT},  -- without reasoning
  reasoning_tokens {INT},
  usage TEXT,  -- JSON as the provider sent it
  tier TEXT,
  reported_nano_usd {INT},  -- what the provider or a gateway says it cost
  first_byte_at {INT},
  finished_at {INT},
  recorded_at {INT} NOT NULL,
  previous_digest {BYTES},  -- null: the first of its chain
  digest {BYTES} NOT NULL,
  UNIQUE (run_id, worker, sequence)
) {STRICT};

-- Count and last digest of each chain; mutable, so that a row cut off the end is missed.
CREATE TABLE ledger_heads (
  run_id {INT} NOT NULL REFERENCES runs(id),
  worker TEXT NOT NULL,
  call_count {INT} NOT NULL,
  digest {BYTES} NOT NULL,
  PRIMARY KEY (run_id, worker)
) {STRICT};

-- An amount per token class from a date on; succeeded by a later row, never edited.
CREATE TABLE prices (
  id {PK},
  price_key {BYTES} NOT NULL UNIQUE,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  token_class TEXT NOT NULL CHECK (token_class IN
    ('input', 'cached_input', 'cache_write_5m', 'cache_write_1h', 'output', 'reasoning', 'request')),
  tier TEXT NOT NULL CHECK (tier IN ('standard', 'batch', 'flex', 'priority')),
  above_tokens {INT} NOT NULL CHECK (above_tokens >= 0),  -- 0: from the first token on
  nano_usd_per_million {INT} NOT NULL CHECK (nano_usd_per_million >= 0),  -- of requests for class request
  valid_from {INT} NOT NULL,
  retires_at {INT},  -- when the provider says it withdraws the model
  source TEXT NOT NULL,
  recorded_at {INT} NOT NULL
) {STRICT};
CREATE INDEX prices_model ON prices (provider, model, valid_from);

-- What a call cost. A repricing appends a revision.
CREATE TABLE call_costs (
  call_id {INT} NOT NULL REFERENCES calls(id),
  revision {INT} NOT NULL CHECK (revision >= 1),
  nano_usd {INT},  -- null: no price was known, which is not zero
  recorded_at {INT} NOT NULL,
  PRIMARY KEY (call_id, revision)
) {STRICT};

-- The price rows that a cost was computed from.
CREATE TABLE call_cost_prices (
  call_id {INT} NOT NULL,
  revision {INT} NOT NULL,
  price_id {INT} NOT NULL REFERENCES prices(id),
  PRIMARY KEY (call_id, revision, price_id),
  FOREIGN KEY (call_id, revision) REFERENCES call_costs (call_id, revision)
) {CLUSTERED};

-- What may be spent; mutable. Reserving is one conditional update over the budgets concerned.
CREATE TABLE budgets (
  id {PK},
  scope TEXT NOT NULL UNIQUE,  -- run:KEY, experiment:NAME or month:2026-11
  cap_nano_usd {INT} NOT NULL CHECK (cap_nano_usd >= 0),
  reserved_nano_usd {INT} NOT NULL CHECK (reserved_nano_usd >= 0),
  spent_nano_usd {INT} NOT NULL CHECK (spent_nano_usd >= 0),
  CHECK (reserved_nano_usd + spent_nano_usd <= cap_nano_usd)
) {STRICT};

-- Answers.

-- One source record, or one conversation of a run: a model's answers to a question.
CREATE TABLE answer_records (
  record_id {INT} NOT NULL PRIMARY KEY REFERENCES records(id),
  question_id {INT} NOT NULL REFERENCES questions(id),
  model_id {INT} NOT NULL REFERENCES models(id),
  role TEXT NOT NULL CHECK (role IN ('answer', 'reference')),
  conditions_id {INT} REFERENCES conditions(id),  -- null: nothing is known of them
  external_id TEXT,
  model_label TEXT,  -- the name that stands in the record, where it has one
  answered_at {INT}
) {STRICT};
CREATE INDEX answer_records_slot ON answer_records (question_id, role, model_id);

-- One model's text for one question, sample and turn.
CREATE TABLE answers (
  record_id {INT} NOT NULL REFERENCES answer_records(record_id),
  sample {INT} NOT NULL,
  turn {INT} NOT NULL CHECK (turn >= 1),
  question_id {INT} NOT NULL REFERENCES questions(id),
  outcome TEXT NOT NULL CHECK (outcome IN
    ('answered', 'api_error', 'refused', 'truncated', 'filtered', 'skipped')),
  finish_reason TEXT,  -- as the provider says; null: unknown
  text_id {INT} REFERENCES texts(id),
  call_id {INT} REFERENCES calls(id),
  PRIMARY KEY (record_id, sample, turn)
) {CLUSTERED};

-- Judges.

-- A judge prompt at one version. A scale is known only where the text states one.
CREATE TABLE prompt_templates (
  record_id {INT} NOT NULL PRIMARY KEY REFERENCES records(id),
  name TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('single', 'pairwise')),
  system_text_id {INT} REFERENCES texts(id),
  body_text_id {INT} NOT NULL REFERENCES texts(id),
  description TEXT,
  category TEXT,
  output_format TEXT,
  scale_low {REAL},  -- null: it states none
  scale_high {REAL},
  CHECK ((scale_low IS NULL) = (scale_high IS NULL))
) {STRICT};
CREATE INDEX prompt_templates_body ON prompt_templates (body_text_id);

-- A name for which template judges which category and turn.
CREATE TABLE protocols (
  id {PK},
  name TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('single', 'pairwise')),
  UNIQUE (name, mode)
) {STRICT};

-- The prompt names that belong to a protocol. Which text a name stood for is not said here:
-- real files carry other texts under the same names.
CREATE TABLE protocol_prompts (
  id {PK},
  protocol_id {INT} NOT NULL REFERENCES protocols(id),
  name TEXT NOT NULL,
  UNIQUE (protocol_id, name)
) {STRICT};

-- Everything that is sent to a judge; unknown parts are null.
CREATE TABLE configurations (
  id {PK},
  configuration_key {BYTES} NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('model', 'person', 'metric')),
  mode TEXT NOT NULL CHECK (mode IN ('single', 'pairwise')),
  requested_model TEXT NOT NULL,  -- for a person or a metric: its name
  endpoint_id {INT} REFERENCES endpoints(id),
  protocol_id {INT} REFERENCES protocols(id),
  temperature {REAL},
  max_tokens {INT}
) {STRICT};

-- The judge: the configuration, what the reply says it is, and how its text was read.
CREATE TABLE judges (
  id {PK},
  judge_key {BYTES} NOT NULL UNIQUE,
  configuration_id {INT} NOT NULL REFERENCES configurations(id),
  resolved_model TEXT,
  parser TEXT  -- name and version
) {STRICT};

-- A prompt that was sent to a judge. Its digest is always here; its text is rebuilt from the
-- template body and the texts in these columns, or stands in unresolved_prompts.
CREATE TABLE prompts (
  id {PK},
  prompt_key {BYTES} NOT NULL UNIQUE,
  body_text_id {INT} REFERENCES texts(id),  -- null: not rebuilt
  question_1_text_id {INT} REFERENCES texts(id),
  question_2_text_id {INT} REFERENCES texts(id),
  reference_1_text_id {INT} REFERENCES texts(id),
  reference_2_text_id {INT} REFERENCES texts(id),
  answer_a_1_text_id {INT} REFERENCES texts(id),
  answer_a_2_text_id {INT} REFERENCES texts(id),
  answer_b_1_text_id {INT} REFERENCES texts(id),
  answer_b_2_text_id {INT} REFERENCES texts(id)
) {STRICT};

-- Prompts that nothing in the store rebuilds yet, and the slot they were met in; mutable: a row
-- goes when a template, a question or an answer arrives that gives the prompt byte for byte.
CREATE TABLE unresolved_prompts (
  prompt_id {INT} NOT NULL PRIMARY KEY REFERENCES prompts(id),
  question_id {INT} NOT NULL REFERENCES questions(id),
  model_id {INT} NOT NULL REFERENCES models(id),
  opponent_id {INT} REFERENCES models(id),
  content TEXT NOT NULL
) {STRICT};
CREATE INDEX unresolved_prompts_question ON unresolved_prompts (question_id);

-- One verdict: a score for an answer (game 0), or one game of an ordered pair (1, 2). The two
-- games of a pair share their record.
CREATE TABLE judgments (
  record_id {INT} NOT NULL REFERENCES records(id),
  game {INT} NOT NULL CHECK (game IN (0, 1, 2)),
  question_id {INT} NOT NULL REFERENCES questions(id),
  judge_id {INT} NOT NULL REFERENCES judges(id),
  model_id {INT} NOT NULL REFERENCES models(id),
  opponent_id {INT} REFERENCES models(id),
  sample {INT} NOT NULL,
  turn {INT} CHECK (turn >= 1),  -- null: of the whole conversation, or not stated
  repeat_no {INT} NOT NULL,  -- 0 unless a run asked for repeats
  outcome TEXT NOT NULL CHECK (outcome IN
    ('scored', 'parse_error', 'api_error', 'refused', 'truncated', 'filtered', 'skipped')),
  score {REAL},
  winner TEXT CHECK (winner IN ('model', 'opponent', 'tie')),
  protocol_prompt_id {INT} REFERENCES protocol_prompts(id),
  prompt_id {INT} REFERENCES prompts(id),
  text_id {INT} REFERENCES texts(id),
  judged_at {INT},
  duration_ns {INT},
  reported_nano_usd {INT},  -- what the file says it cost; null: it does not say
  call_id {INT} REFERENCES calls(id),
  PRIMARY KEY (record_id, game),
  CHECK ((outcome = 'scored') = (score IS NOT NULL OR winner IS NOT NULL)),
  CHECK ((game = 0) = (opponent_id IS NULL))
) {CLUSTERED};
CREATE INDEX judgments_slot ON judgments (judge_id, model_id, question_id, turn);
CREATE INDEX judgments_opponent ON judgments (judge_id, opponent_id) WHERE opponent_id IS NOT NULL;

-- What people say afterwards, and what a file reported of itself.

-- A statement of a person; nothing above is edited. Taking one back is another statement.
CREATE TABLE statements (
  id {PK},
  statement_key {BYTES} NOT NULL UNIQUE,
  action TEXT NOT NULL CHECK (action IN
    ('correct', 'exclude', 'retract', 'same_model', 'same_judge', 'label', 'tag')),
  target_kind TEXT NOT NULL CHECK (target_kind IN
    ('source', 'record', 'model', 'judge', 'run')),
  target_key {BYTES} NOT NULL,
  other_key {BYTES},  -- the second of two that are one
  name TEXT,  -- the tag's name, or the field that is corrected
  value TEXT,
  reverses_key {BYTES} REFERENCES statements(statement_key),  -- takes that statement back
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  recorded_at {INT} NOT NULL
) {STRICT};
CREATE INDEX statements_target ON statements (target_key);

-- A figure that a file or a publication gives for a whole model; compared with what the
-- judgments give, never mixed in.
CREATE TABLE reported_figures (
  record_key {BYTES} NOT NULL PRIMARY KEY,
  source_id {INT} REFERENCES sources(id),
  benchmark_id {INT} REFERENCES benchmarks(id),
  model_id {INT} NOT NULL REFERENCES models(id),
  judge_name TEXT,
  figure TEXT NOT NULL,  -- score, win_rate, cost_usd …
  category TEXT,
  turn {INT},
  value {REAL} NOT NULL,
  origin TEXT NOT NULL,
  recorded_at {INT} NOT NULL
) {STRICT};

-- Rollups: recomputed from the rows above for the boards that a writer touched, never added to.

-- The rows of one benchmark, judge and mode that may stand in one ranking.
CREATE TABLE boards (
  id {PK},
  board_key {BYTES} NOT NULL UNIQUE,
  benchmark_id {INT} NOT NULL REFERENCES benchmarks(id),
  judge_id {INT} NOT NULL REFERENCES judges(id),
  mode TEXT NOT NULL CHECK (mode IN ('single', 'pairwise')),
  UNIQUE (benchmark_id, judge_id)
) {STRICT};

-- One model on a board.
CREATE TABLE board_models (
  board_id {INT} NOT NULL REFERENCES boards(id),
  model_id {INT} NOT NULL REFERENCES models(id),
  edition {INT} NOT NULL,  -- above 1 where questions or references differ from edition 1's
  answer_set {INT} NOT NULL,  -- which of the model's answer sets is shown
  answer_sets {INT} NOT NULL,  -- how many there are
  n {INT} NOT NULL,  -- canonical scored judgments, or decided pairs
  failed {INT} NOT NULL,  -- slots whose canonical judgment has no score
  truncated {INT},  -- null: not known for any
  score_sum {REAL} NOT NULL,
  score_low {REAL},  -- null where n is 0, and in pairwise mode
  score_high {REAL},
  first_turn_n {INT} NOT NULL,
  first_turn_sum {REAL} NOT NULL,
  second_turn_n {INT} NOT NULL,
  second_turn_sum {REAL} NOT NULL,
  wins {INT} NOT NULL,
  losses {INT} NOT NULL,
  ties {INT} NOT NULL,
  clusters {INT} NOT NULL,  -- questions with a score
  sum_squares {REAL} NOT NULL,  -- over questions, of the sum of scores squared
  sum_products {REAL} NOT NULL,  -- … of the sum of scores times their number
  count_squares {REAL} NOT NULL,  -- … of the number of scores squared
  scale_low {REAL},  -- what every known template of the row states; null: unknown or several
  scale_high {REAL},
  first_judged_at {INT},
  last_judged_at {INT},
  slots {BYTES} NOT NULL,  -- packed: see Warehouse/Boards/SlotVector.swift
  PRIMARY KEY (board_id, model_id)
) {STRICT};

-- The judgments that stand on a board: the canonical one of every slot.
CREATE TABLE board_judgments (
  board_id {INT} NOT NULL REFERENCES boards(id),
  model_id {INT} NOT NULL REFERENCES models(id),  -- a pair stands under both of its models
  record_id {INT} NOT NULL REFERENCES records(id),
  PRIMARY KEY (board_id, model_id, record_id)
) {CLUSTERED};

-- Under which question texts and references a slot of a board was judged, where that is known.
CREATE TABLE board_contexts (
  board_id {INT} NOT NULL REFERENCES boards(id),
  question_id {INT} NOT NULL REFERENCES questions(id),
  turn {INT} NOT NULL,
  context_key {BYTES} NOT NULL,
  PRIMARY KEY (board_id, question_id, turn, context_key)
) {CLUSTERED};
