-- Views for people with their own SQL tools: plain names, texts and real timestamps. Their
-- columns are stable; a test holds them.

-- Every answer, one row for each sample and turn.
CREATE VIEW v_answers AS
SELECT
  b.name AS benchmark,
  q.external_id AS question_id,
  m.name AS model,
  ar.role AS role,
  a.sample AS sample,
  a.turn AS turn,
  a.outcome AS outcome,
  t.content AS answer,
  c.temperature AS temperature,
  c.max_tokens AS max_tokens,
  c.top_p AS top_p,
  ar.external_id AS answer_id,
  ar.model_label AS model_label,
  {TIME ar.answered_at} AS answered_at,
  {TIME r.recorded_at} AS recorded_at,
  {HEX r.record_key} AS record
FROM answers a
JOIN answer_records ar ON ar.record_id = a.record_id
JOIN records r ON r.id = a.record_id
JOIN questions q ON q.id = a.question_id
JOIN benchmarks b ON b.id = q.benchmark_id
JOIN models m ON m.id = ar.model_id
LEFT JOIN texts t ON t.id = a.text_id
LEFT JOIN conditions c ON c.id = ar.conditions_id;

-- Every verdict, one row for each game; is_on_board marks those that the leaderboard counts.
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
  g.outcome AS outcome,
  g.score AS score,
  CASE g.winner WHEN 'model' THEN m.name WHEN 'opponent' THEN o.name ELSE g.winner END AS winner,
  t.content AS judgment,
  {FLAG EXISTS (
    SELECT 1 FROM board_judgments bj JOIN boards bo ON bo.id = bj.board_id
    WHERE bj.record_id = g.record_id AND bj.model_id = g.model_id
      AND bo.judge_id = g.judge_id AND bo.benchmark_id = q.benchmark_id)} AS is_on_board,
  {TIME g.judged_at} AS judged_at,
  {TIME r.recorded_at} AS recorded_at,
  {HEX r.record_key} AS record
FROM judgments g
JOIN records r ON r.id = g.record_id
JOIN questions q ON q.id = g.question_id
JOIN benchmarks b ON b.id = q.benchmark_id
JOIN judges j ON j.id = g.judge_id
JOIN configurations jc ON jc.id = j.configuration_id
JOIN models m ON m.id = g.model_id
LEFT JOIN models o ON o.id = g.opponent_id
LEFT JOIN protocols p ON p.id = jc.protocol_id
LEFT JOIN protocol_prompts pp ON pp.id = g.protocol_prompt_id
LEFT JOIN texts t ON t.id = g.text_id;

-- One row a model on a board, as the leaderboard reads it by default.
CREATE VIEW v_leaderboard AS
SELECT
  b.name AS benchmark,
  jc.requested_model AS judge,
  p.name AS protocol,
  bo.mode AS mode,
  {HEX bo.board_key} AS board,
  bm.edition AS edition,
  m.name AS model,
  CASE WHEN bo.mode = 'single' AND bm.n > 0 THEN bm.score_sum / bm.n END AS score,
  bm.n AS n,
  bm.failed AS failed,
  CASE WHEN bo.mode = 'single' AND bm.first_turn_n > 0
    THEN bm.first_turn_sum / bm.first_turn_n END AS turn_1,
  CASE WHEN bo.mode = 'single' AND bm.second_turn_n > 0
    THEN bm.second_turn_sum / bm.second_turn_n END AS turn_2,
  CASE WHEN bo.mode = 'pairwise' THEN bm.wins END AS win,
  CASE WHEN bo.mode = 'pairwise' THEN bm.losses END AS loss,
  CASE WHEN bo.mode = 'pairwise' THEN bm.ties END AS tie,
  CASE WHEN bo.mode = 'pairwise' AND bm.n > 0 THEN 1.0 * bm.wins / bm.n END AS win_rate,
  bm.answer_set AS answer_set,
  bm.answer_sets AS answer_sets,
  {TIME bm.first_judged_at} AS first_judged_at,
  {TIME bm.last_judged_at} AS last_judged_at
FROM board_models bm
JOIN boards bo ON bo.id = bm.board_id
JOIN benchmarks b ON b.id = bo.benchmark_id
JOIN judges j ON j.id = bo.judge_id
JOIN configurations jc ON jc.id = j.configuration_id
JOIN models m ON m.id = bm.model_id
LEFT JOIN protocols p ON p.id = jc.protocol_id;

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
  sum(g.score) / count(g.score) AS score,
  count(g.score) AS n
FROM board_judgments bj
JOIN boards bo ON bo.id = bj.board_id AND bo.mode = 'single'
JOIN judgments g ON g.record_id = bj.record_id AND g.game = 0
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
    WHERE v.category IS NOT NULL) ranked
  WHERE place = 1) c ON c.question_id = g.question_id
WHERE g.score IS NOT NULL
GROUP BY b.name, jc.requested_model, p.name, bo.mode, bo.board_key, m.name, c.category;

-- Every call to a model or a judge, with its cost at the newest revision.
CREATE VIEW v_calls AS
SELECT
  x.name AS experiment,
  {HEX u.run_key} AS run,
  u.person AS person,
  c.role AS role,
  ca.requested_model AS requested_model,
  c.resolved_model AS resolved_model,
  e.provider AS provider,
  e.host AS host,
  ca.credential_label AS project,
  c.outcome AS outcome,
  c.http_status AS http_status,
  c.error_class AS error_class,
  c.finish_reason AS finish_reason,
  c.prompt_tokens AS prompt_tokens,
  c.cached_tokens AS cached_tokens,
  c.completion_tokens AS completion_tokens,
  c.reasoning_tokens AS reasoning_tokens,
  {USD k.nano_usd} AS cost_usd,
  {USD c.reported_nano_usd} AS reported_usd,
  {TIME ca.sent_at} AS sent_at,
  {TIME c.finished_at} AS finished_at,
  {TIME c.recorded_at} AS recorded_at
FROM calls c
JOIN call_attempts ca ON ca.id = c.attempt_id
JOIN runs u ON u.id = c.run_id
JOIN endpoints e ON e.id = ca.endpoint_id
LEFT JOIN experiments x ON x.id = u.experiment_id
LEFT JOIN call_costs k ON k.call_id = c.id AND k.revision = (
  SELECT max(revision) FROM call_costs WHERE call_id = c.id);

-- What was spent, by experiment, role, model and provider. Calls of unknown cost are counted and
-- not summed.
CREATE VIEW v_costs AS
SELECT
  experiment,
  role,
  requested_model AS model,
  provider,
  count(*) AS calls,
  sum(prompt_tokens) AS prompt_tokens,
  sum(cached_tokens) AS cached_tokens,
  sum(completion_tokens) AS completion_tokens,
  sum(reasoning_tokens) AS reasoning_tokens,
  sum(cost_usd) AS cost_usd,
  sum(reported_usd) AS reported_usd,
  sum(CASE WHEN cost_usd IS NULL THEN 1 ELSE 0 END) AS calls_of_unknown_cost
FROM v_calls
GROUP BY experiment, role, requested_model, provider;
