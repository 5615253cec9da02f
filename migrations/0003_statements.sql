-- What statements come to, and what a reading as of an earlier moment has to know.

-- A prompt that could not be rebuilt when it came may be rebuilt later.
ALTER TABLE prompts ADD COLUMN resolved_at {INT};  -- when its parts were found; null: not rebuilt

-- Stores of the first version did not note it: the later of the first judgment with the prompt and
-- the first template with its body.
UPDATE prompts SET resolved_at = known.known_at
FROM (
  SELECT p.id, CASE WHEN j.known_at > t.known_at THEN j.known_at ELSE t.known_at END AS known_at
  FROM prompts p
  JOIN (
    SELECT g.prompt_id, min(r.recorded_at) AS known_at
    FROM judgments g JOIN records r ON r.id = g.record_id
    WHERE g.prompt_id IS NOT NULL GROUP BY g.prompt_id) j ON j.prompt_id = p.id
  JOIN (
    SELECT x.body_text_id, min(r.recorded_at) AS known_at
    FROM prompt_templates x JOIN records r ON r.id = x.record_id
    GROUP BY x.body_text_id) t ON t.body_text_id = p.body_text_id) known
WHERE known.id = prompts.id;

-- A row of a board knows how often its slots were judged again.
ALTER TABLE board_models ADD COLUMN superseded {INT} NOT NULL DEFAULT 0;  -- judgments that stand in no answer set
ALTER TABLE board_models ADD COLUMN superseded_failed {INT} NOT NULL DEFAULT 0;  -- those of them without a score

-- Rollups of the statements that stand, for the views: recomputed with the boards.

-- A model that people say is another one.
CREATE TABLE model_aliases (
  model_id {INT} NOT NULL PRIMARY KEY REFERENCES models(id),
  read_as_id {INT} NOT NULL REFERENCES models(id)
) {STRICT};

-- A judge that people say is another one.
CREATE TABLE judge_aliases (
  judge_id {INT} NOT NULL PRIMARY KEY REFERENCES judges(id),
  read_as_id {INT} NOT NULL REFERENCES judges(id)
) {STRICT};

-- A record that does not count: excluded, or only in sources that were retracted.
CREATE TABLE hidden_records (
  record_id {INT} NOT NULL PRIMARY KEY REFERENCES records(id)
) {STRICT};

-- A judgment as corrections read it.
CREATE TABLE corrected_judgments (
  record_id {INT} NOT NULL PRIMARY KEY REFERENCES records(id),
  outcome TEXT NOT NULL CHECK (outcome IN
    ('scored', 'parse_error', 'api_error', 'refused', 'truncated', 'filtered', 'skipped')),
  score {REAL},
  winner TEXT CHECK (winner IN ('model', 'opponent', 'tie'))
) {STRICT};

-- What people call a model.
CREATE TABLE model_labels (
  model_id {INT} NOT NULL PRIMARY KEY REFERENCES models(id),
  label TEXT NOT NULL
) {STRICT};

-- What people group models by.
CREATE TABLE model_tags (
  model_id {INT} NOT NULL REFERENCES models(id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model_id, name)
) {STRICT};

-- The statements that stand: not taken back, or taken back by one that was itself.
CREATE TABLE standing_statements (
  statement_id {INT} NOT NULL PRIMARY KEY REFERENCES statements(id)
) {STRICT};

-- Views that show what statements come to.
DROP VIEW v_judgments;
DROP VIEW v_categories;

-- Every verdict as it is read now, one row for each game; is_on_board marks those that the
-- leaderboard counts, is_excluded those that a statement takes away, is_corrected those that a
-- statement reads otherwise.
CREATE VIEW v_judgments AS
SELECT
  b.name AS benchmark,
  q.external_id AS question_id,
  jc.requested_model AS judge,
  j.resolved_model AS judge_version,
  p.name AS protocol,
  jc.mode AS mode,
  pp.name AS prompt_name,
  m.name AS model,
  o.name AS opponent,
  g.game AS game,
  g.sample AS sample,
  g.turn AS turn,
  g.repeat_no AS repeat_no,
  coalesce(k.outcome, g.outcome) AS outcome,
  CASE WHEN k.record_id IS NULL THEN g.score ELSE k.score END AS score,
  CASE CASE WHEN k.record_id IS NULL THEN g.winner ELSE k.winner END
    WHEN 'model' THEN m.name WHEN 'opponent' THEN o.name WHEN 'tie' THEN 'tie' END AS winner,
  t.content AS judgment,
  {FLAG EXISTS (
    SELECT 1 FROM board_judgments bj JOIN boards bo ON bo.id = bj.board_id
    WHERE bj.record_id = g.record_id AND bj.model_id = coalesce(ma.read_as_id, g.model_id)
      AND bo.judge_id = coalesce(ja.read_as_id, g.judge_id)
      AND bo.benchmark_id = q.benchmark_id)} AS is_on_board,
  {TIME g.judged_at} AS judged_at,
  {TIME r.recorded_at} AS recorded_at,
  {HEX r.record_key} AS record,
  {FLAG EXISTS (SELECT 1 FROM hidden_records h WHERE h.record_id = g.record_id)} AS is_excluded,
  {FLAG k.record_id IS NOT NULL} AS is_corrected
FROM judgments g
JOIN records r ON r.id = g.record_id
JOIN questions q ON q.id = g.question_id
JOIN benchmarks b ON b.id = q.benchmark_id
JOIN judges j ON j.id = g.judge_id
JOIN configurations jc ON jc.id = j.configuration_id
JOIN models m ON m.id = g.model_id
LEFT JOIN models o ON o.id = g.opponent_id
LEFT JOIN model_aliases ma ON ma.model_id = g.model_id
LEFT JOIN judge_aliases ja ON ja.judge_id = g.judge_id
LEFT JOIN corrected_judgments k ON k.record_id = g.record_id
LEFT JOIN protocols p ON p.id = jc.protocol_id
LEFT JOIN protocol_prompts pp ON pp.id = g.protocol_prompt_id
LEFT JOIN texts t ON t.id = g.text_id;

-- Single-answer scores by category, from the judgments that stand on a board. A question's
-- category is that of its version with most turns, then with the lowest key.
CREATE VIEW v_categories AS
SELECT
  b.name AS benchmark,
  jc.requested_model AS judge,
  p.name AS protocol,
  bo.mode AS mode,
  {HEX bo.board_key} AS board,
  m.name AS model,
  c.category AS category,
  sum(coalesce(k.score, g.score)) / count(coalesce(k.score, g.score)) AS score,
  count(coalesce(k.score, g.score)) AS n
FROM board_judgments bj
JOIN boards bo ON bo.id = bj.board_id AND bo.mode = 'single'
JOIN judgments g ON g.record_id = bj.record_id AND g.game = 0
LEFT JOIN corrected_judgments k ON k.record_id = g.record_id
JOIN benchmarks b ON b.id = bo.benchmark_id
JOIN judges j ON j.id = bo.judge_id
JOIN configurations jc ON jc.id = j.configuration_id
JOIN models m ON m.id = bj.model_id
LEFT JOIN protocols p ON p.id = jc.protocol_id
JOIN (
  SELECT question_id, category FROM (
    SELECT v.question_id, v.category, row_number() OVER (
      PARTITION BY v.question_id ORDER BY coalesce(v.turn_count, 0) DESC, r.record_key) AS place
    FROM question_versions v JOIN records r ON r.id = v.record_id
    WHERE v.category IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM hidden_records h WHERE h.record_id = v.record_id)) ranked
  WHERE place = 1) c ON c.question_id = g.question_id
WHERE CASE WHEN k.record_id IS NULL THEN g.score ELSE k.score END IS NOT NULL
GROUP BY b.name, jc.requested_model, p.name, bo.mode, bo.board_key, m.name, c.category;
