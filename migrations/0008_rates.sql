-- Limits per minute of those who are asked, shared by all workers of the store.

-- When the next unit may go at an even pace; mutable. The limit itself is the worker's, who has it
-- from a person or from the endpoint's replies.
CREATE TABLE rate_buckets (
  endpoint_id {INT} NOT NULL REFERENCES endpoints(id),
  requested_model TEXT NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('requests', 'tokens')),
  next_at {INT} NOT NULL,
  PRIMARY KEY (endpoint_id, requested_model, unit)
) {CLUSTERED};
