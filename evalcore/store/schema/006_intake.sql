-- Where each value of a register stood, and the code and unit it printed, so that a form that comes later is still found.
ALTER TABLE stored_listing ADD COLUMN IF NOT EXISTS source_file   VARCHAR;
ALTER TABLE stored_listing ADD COLUMN IF NOT EXISTS source_sha256 VARCHAR;
ALTER TABLE stored_listing ADD COLUMN IF NOT EXISTS place         VARCHAR;  -- sheet and cell
ALTER TABLE stored_listing ADD COLUMN IF NOT EXISTS places        VARCHAR;  -- JSON: column → sheet and cell

ALTER TABLE stored_approved_target ADD COLUMN IF NOT EXISTS project_code VARCHAR;
ALTER TABLE stored_approved_target ADD COLUMN IF NOT EXISTS unit         VARCHAR;
ALTER TABLE stored_approved_target ADD COLUMN IF NOT EXISTS places       VARCHAR;
ALTER TABLE stored_review_record   ADD COLUMN IF NOT EXISTS project_code VARCHAR;
ALTER TABLE stored_review_record   ADD COLUMN IF NOT EXISTS unit         VARCHAR;
ALTER TABLE stored_review_record   ADD COLUMN IF NOT EXISTS places       VARCHAR;
ALTER TABLE stored_rectification   ADD COLUMN IF NOT EXISTS project_code VARCHAR;
ALTER TABLE stored_rectification   ADD COLUMN IF NOT EXISTS unit         VARCHAR;
ALTER TABLE stored_rectification   ADD COLUMN IF NOT EXISTS places       VARCHAR;
ALTER TABLE stored_next_budget     ADD COLUMN IF NOT EXISTS project_code VARCHAR;
ALTER TABLE stored_next_budget     ADD COLUMN IF NOT EXISTS unit         VARCHAR;
ALTER TABLE stored_next_budget     ADD COLUMN IF NOT EXISTS places       VARCHAR;
ALTER TABLE stored_payment         ADD COLUMN IF NOT EXISTS project_code VARCHAR;
ALTER TABLE stored_payment         ADD COLUMN IF NOT EXISTS unit         VARCHAR;
ALTER TABLE stored_payment         ADD COLUMN IF NOT EXISTS places       VARCHAR;

ALTER TABLE stored_succession ADD COLUMN IF NOT EXISTS source_file   VARCHAR;
ALTER TABLE stored_succession ADD COLUMN IF NOT EXISTS source_sha256 VARCHAR;
ALTER TABLE stored_succession ADD COLUMN IF NOT EXISTS place         VARCHAR;
ALTER TABLE stored_succession ADD COLUMN IF NOT EXISTS places        VARCHAR;
