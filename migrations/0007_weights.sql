-- Which weights answered, as part of the conditions of an answer: a model that was trained further
-- under its old name gives other answers. See docs/decisions/0051.
ALTER TABLE conditions ADD COLUMN base_model TEXT;  -- what an adapter was trained upon
ALTER TABLE conditions ADD COLUMN adapter TEXT;  -- its kind, as its configuration says: LORA
ALTER TABLE conditions ADD COLUMN adapter_rank {INT};
ALTER TABLE conditions ADD COLUMN adapter_alpha {REAL};
ALTER TABLE conditions ADD COLUMN revision TEXT;  -- digest of the weights
