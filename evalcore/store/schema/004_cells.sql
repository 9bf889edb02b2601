-- What makes the questions instant at a million evaluations. All of it follows from the other tables: derived.py
-- and names.py bring it up to date in each draft. Amounts in 万元.
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS rate_band         INTEGER;  -- of executed ÷ budget_annual, see rows.py
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS initial_rate_band INTEGER;  -- of executed ÷ budget_initial
UPDATE stored_evaluation SET
    rate_band = CASE
        WHEN executed IS NULL OR budget_annual IS NULL OR budget_annual <= 0 THEN NULL WHEN executed <= 0 THEN 0
        WHEN executed * 100 < budget_annual * 30 THEN 1 WHEN executed * 100 < budget_annual * 60 THEN 2
        WHEN executed * 100 < budget_annual * 80 THEN 3 WHEN executed * 100 < budget_annual * 90 THEN 4
        WHEN executed * 100 < budget_annual * 95 THEN 5 WHEN executed < budget_annual THEN 6
        WHEN executed = budget_annual THEN 7 ELSE 8 END,
    initial_rate_band = CASE
        WHEN executed IS NULL OR budget_initial IS NULL OR budget_initial <= 0 THEN NULL WHEN executed <= 0 THEN 0
        WHEN executed * 100 < budget_initial * 30 THEN 1 WHEN executed * 100 < budget_initial * 60 THEN 2
        WHEN executed * 100 < budget_initial * 80 THEN 3 WHEN executed * 100 < budget_initial * 90 THEN 4
        WHEN executed * 100 < budget_initial * 95 THEN 5 WHEN executed < budget_initial THEN 6
        WHEN executed = budget_initial THEN 7 ELSE 8 END;

-- grain: one level-3 name as printed; small beside the indicators that bear it
CREATE TABLE IF NOT EXISTS stored_indicator_name (
    name_id  INTEGER NOT NULL,
    name     VARCHAR NOT NULL,
    folded   VARCHAR NOT NULL,               -- without width, case, spaces and marks
    initials VARCHAR NOT NULL                -- pinyin initials: 满意度 → myd
);
ALTER TABLE stored_indicator ADD COLUMN IF NOT EXISTS name_id INTEGER;

-- A cell sums the rows of one place (dataset, year, department) that share method and subject, the filters most used.
-- grain: place, method and subject (NULL: findings about a department), code, severity, status
CREATE TABLE IF NOT EXISTS stored_finding_cell (
    dataset VARCHAR NOT NULL, year INTEGER, department_code VARCHAR, method VARCHAR, subject VARCHAR,
    code VARCHAR NOT NULL, severity VARCHAR NOT NULL, status VARCHAR NOT NULL,
    findings BIGINT NOT NULL, evaluations BIGINT NOT NULL
);
-- grain: place, method and subject, code, type and size of project (annual budget: 0 below 10 or none,
-- 1 to 50, 2 to 200, 3 to 1000, 4 above). suspects: evaluations with an open red or yellow finding of this code
CREATE TABLE IF NOT EXISTS stored_code_cell (
    dataset VARCHAR NOT NULL, year INTEGER, department_code VARCHAR, method VARCHAR, subject VARCHAR,
    code VARCHAR NOT NULL, project_type VARCHAR NOT NULL, size INTEGER NOT NULL,
    findings BIGINT NOT NULL, open BIGINT NOT NULL, evaluations BIGINT NOT NULL,
    suspects BIGINT NOT NULL, suspects_red BIGINT NOT NULL,
    money DECIMAL(38, 6) NOT NULL, money_red DECIMAL(38, 6) NOT NULL  -- annual budgets of the suspects
);
-- grain: place, method and subject, step of the money's way (see cells.py); evaluations with all three amounts
CREATE TABLE IF NOT EXISTS stored_flow_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, method VARCHAR NOT NULL,
    subject VARCHAR NOT NULL, place INTEGER NOT NULL, step VARCHAR NOT NULL, direction VARCHAR NOT NULL,
    evaluations BIGINT NOT NULL, money DECIMAL(38, 6) NOT NULL, inferred DECIMAL(38, 6) NOT NULL
);
-- grain: dataset, year, method and subject, level-3 name (all departments together)
CREATE TABLE IF NOT EXISTS stored_name_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, method VARCHAR NOT NULL, subject VARCHAR NOT NULL,
    name_id INTEGER NOT NULL, occurrences BIGINT NOT NULL,
    scored BIGINT NOT NULL,                  -- with points and a self-score
    points DECIMAL(38, 4), full_marks BIGINT NOT NULL
);
-- grain: place; the list of projects to evaluate against the evaluations of any department
CREATE TABLE IF NOT EXISTS stored_listing_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, department VARCHAR NOT NULL,
    listed BIGINT NOT NULL, listed_money DECIMAL(38, 6), evaluated BIGINT NOT NULL, evaluated_money DECIMAL(38, 6),
    not_submitted BIGINT NOT NULL, not_submitted_money DECIMAL(38, 6), no_amount BIGINT NOT NULL
);
-- grain: place; what its cells were made from, so that only places that changed are made again
CREATE TABLE IF NOT EXISTS stored_place_digest (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, digest VARCHAR NOT NULL
);
