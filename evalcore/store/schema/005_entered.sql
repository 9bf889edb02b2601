-- who set a finding's status, when and why: from the journal, NULL while nobody has
ALTER TABLE stored_finding ADD COLUMN IF NOT EXISTS status_note VARCHAR;
ALTER TABLE stored_finding ADD COLUMN IF NOT EXISTS status_by   VARCHAR;
ALTER TABLE stored_finding ADD COLUMN IF NOT EXISTS status_at   TIMESTAMP;  -- UTC
-- order of the journal: a later entry about the same subject wins
ALTER TABLE stored_entry ADD COLUMN IF NOT EXISTS number BIGINT;
-- the folded name as printed, where people have mapped it to another department: so that a mapping can be undone
ALTER TABLE stored_evaluation      ADD COLUMN IF NOT EXISTS printed_department VARCHAR;
ALTER TABLE stored_listing         ADD COLUMN IF NOT EXISTS printed_department VARCHAR;
ALTER TABLE stored_approved_target ADD COLUMN IF NOT EXISTS printed_department VARCHAR;
ALTER TABLE stored_review_record   ADD COLUMN IF NOT EXISTS printed_department VARCHAR;
ALTER TABLE stored_rectification   ADD COLUMN IF NOT EXISTS printed_department VARCHAR;
ALTER TABLE stored_next_budget     ADD COLUMN IF NOT EXISTS printed_department VARCHAR;
ALTER TABLE stored_payment         ADD COLUMN IF NOT EXISTS printed_department VARCHAR;
