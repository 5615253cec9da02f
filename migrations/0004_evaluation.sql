-- What runs of our own need beyond the first ledger.

-- What came back with a call, kept with it: one text for each choice that has one. An answer or a
-- judgment is made of it, at once or, for a pair, when its other game has come back too.
CREATE TABLE call_replies (
  call_id {INT} NOT NULL REFERENCES calls(id),
  choice {INT} NOT NULL CHECK (choice >= 0),
  text_id {INT} NOT NULL REFERENCES texts(id),
  PRIMARY KEY (call_id, choice)
) {CLUSTERED};

ALTER TABLE call_attempts ADD COLUMN parameters TEXT;  -- JSON: the settings that were sent; a refused one is left out of the next attempt

CREATE INDEX call_attempts_item ON call_attempts (work_item_id);
CREATE INDEX call_attempts_run ON call_attempts (run_id);
CREATE INDEX work_items_slot ON work_items (run_id, question_id, model_id);
