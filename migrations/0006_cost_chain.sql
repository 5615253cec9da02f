-- Later revisions of costs are chained as calls are.

-- The place of a later revision in the chain of its run, and its digest; null: of a first cost, which
-- the digest of its call covers.
ALTER TABLE call_costs ADD COLUMN sequence {INT};
ALTER TABLE call_costs ADD COLUMN previous_digest {BYTES};  -- null: the first of the chain
ALTER TABLE call_costs ADD COLUMN digest {BYTES};

-- The end of each chain of later costs; mutable.
CREATE TABLE cost_heads (
  run_id {INT} NOT NULL PRIMARY KEY REFERENCES runs(id),
  revision_count {INT} NOT NULL,
  digest {BYTES} NOT NULL
) {STRICT};
