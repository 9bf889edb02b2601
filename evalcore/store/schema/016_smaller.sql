-- What spares the questions of most rows the rest of their work at a million evaluations. It follows from the other
-- tables, see cells.py and numbers.py.

-- grain: dataset, year, method and subject, code, severity and status: finding_cell of all departments together
CREATE TABLE IF NOT EXISTS stored_finding_year (
    dataset VARCHAR NOT NULL, year INTEGER, method VARCHAR, subject VARCHAR, code VARCHAR NOT NULL,
    severity VARCHAR NOT NULL, status VARCHAR NOT NULL, findings BIGINT NOT NULL, evaluations BIGINT NOT NULL
);
-- of the evaluations with this code, whatever its status (money: of those where it stands open)
ALTER TABLE stored_code_cell ADD COLUMN IF NOT EXISTS with_annual BIGINT;          -- how many have an annual budget
ALTER TABLE stored_code_cell ADD COLUMN IF NOT EXISTS annual      DECIMAL(38, 6);  -- the sum of these
ALTER TABLE stored_code_year ADD COLUMN IF NOT EXISTS with_annual BIGINT;          -- how many have an annual budget
ALTER TABLE stored_code_year ADD COLUMN IF NOT EXISTS annual      DECIMAL(38, 6);  -- the sum of these
ALTER TABLE stored_evaluation_key ADD COLUMN IF NOT EXISTS shelf INTEGER; -- the first four signs of the id, as a number
