-- What an audit of costs needs beyond the ledger.

-- Which rule the digest of a call follows; docs/costs.md has each in words.
ALTER TABLE calls ADD COLUMN chain_rule {INT} NOT NULL DEFAULT 1;

-- What an hour of a server of one's own costs from an instant on: kept apart from what providers
-- bill, in every total. Succeeded by a later row, never edited.
CREATE TABLE server_prices (
  id {PK},
  price_key {BYTES} NOT NULL UNIQUE,
  host TEXT NOT NULL,  -- as endpoints have it
  nano_usd_per_hour {INT} NOT NULL CHECK (nano_usd_per_hour >= 0),
  valid_from {INT} NOT NULL,
  source TEXT NOT NULL,
  recorded_at {INT} NOT NULL
) {STRICT};

-- What a run found done already when it began, and what that had cost: what reuse saved.
CREATE TABLE reused_work (
  run_id {INT} NOT NULL REFERENCES runs(id),
  kind TEXT NOT NULL CHECK (kind IN ('generate', 'judge')),
  model_id {INT} NOT NULL REFERENCES models(id),
  benchmark_id {INT} NOT NULL REFERENCES benchmarks(id),
  requested_model TEXT NOT NULL,  -- what would have been asked
  reused {INT} NOT NULL CHECK (reused >= 0),
  unpriced {INT} NOT NULL CHECK (unpriced >= 0),  -- those of them whose cost is not known, as of imported ones
  saved_nano_usd {INT} NOT NULL CHECK (saved_nano_usd >= 0),
  PRIMARY KEY (run_id, kind, model_id, benchmark_id)
) {CLUSTERED};

-- Sums of the calls of a run by everything that costs are told by: computed anew from the calls,
-- and used as long as run_costs says that they cover every call.
CREATE TABLE call_sums (
  run_id {INT} NOT NULL REFERENCES runs(id),
  endpoint_id {INT} NOT NULL REFERENCES endpoints(id),
  role TEXT NOT NULL,
  requested_model TEXT NOT NULL,
  credential_label TEXT,
  model_id {INT} REFERENCES models(id),
  benchmark_id {INT} REFERENCES benchmarks(id),
  day {INT} NOT NULL,  -- days since 1970 UTC on which they were sent
  calls {INT} NOT NULL,
  failed_calls {INT} NOT NULL,
  prompt_tokens {INT} NOT NULL,
  cached_tokens {INT} NOT NULL,
  completion_tokens {INT} NOT NULL,
  reasoning_tokens {INT} NOT NULL,
  results {INT} NOT NULL,  -- replies that no later one replaced
  nano_usd {INT} NOT NULL,
  reported_nano_usd {INT} NOT NULL,
  lost_nano_usd {INT} NOT NULL,  -- of calls whose reply was lost: what was reserved
  failed_nano_usd {INT} NOT NULL,  -- billed, and no reply that a result is made of
  superseded_nano_usd {INT} NOT NULL,  -- of replies that a later one replaced
  unpriced_calls {INT} NOT NULL,  -- their cost is not known
  lost_calls {INT} NOT NULL
) {STRICT};
CREATE INDEX call_sums_run ON call_sums (run_id);

-- How many calls the sums of a run cover; mutable. A run with another number in its ledger heads is
-- summed from its calls.
CREATE TABLE run_costs (
  run_id {INT} NOT NULL PRIMARY KEY REFERENCES runs(id),
  call_count {INT} NOT NULL
) {STRICT};

-- Imported verdicts whose file says what they cost.
CREATE INDEX judgments_reported ON judgments (record_id) WHERE reported_nano_usd IS NOT NULL;

-- Of a pair whose source says more than who won.
ALTER TABLE judgments ADD COLUMN share {REAL};  -- how much of the win goes to the model, 0 to 1
