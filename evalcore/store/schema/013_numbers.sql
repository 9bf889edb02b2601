-- What makes the questions about projects, findings and indicators instant at a million evaluations, all of it following
-- from the other tables: numbers.py and cells.py bring it up to date in each draft. Numbers hold within one version.

-- grain: one project of one dataset
CREATE TABLE IF NOT EXISTS stored_project (
    dataset        VARCHAR NOT NULL,
    project_key    VARCHAR NOT NULL,
    project_number INTEGER NOT NULL
);
-- grain: one link between two projects of one dataset that both have evaluations (see stored_project_link)
CREATE TABLE IF NOT EXISTS stored_project_pair (
    dataset     VARCHAR NOT NULL,
    from_number INTEGER NOT NULL,
    to_number   INTEGER NOT NULL,
    from_key    VARCHAR NOT NULL,
    to_key      VARCHAR NOT NULL,
    year        INTEGER NOT NULL,
    kind        VARCHAR NOT NULL,
    status      VARCHAR NOT NULL
);
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS number         INTEGER;  -- of the evaluation_id: what rows are joined by
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS project_number INTEGER;  -- of dataset and project_key
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS alone          BOOLEAN;  -- the only one of its project in its year
ALTER TABLE stored_listing    ADD COLUMN IF NOT EXISTS project_number INTEGER;  -- NULL: nothing was ever submitted for it
-- method and subject repeat the evaluation's, as year and department_code do: the filters most used need no join
ALTER TABLE stored_indicator ADD COLUMN IF NOT EXISTS evaluation_number INTEGER;
ALTER TABLE stored_indicator ADD COLUMN IF NOT EXISTS method            VARCHAR;
ALTER TABLE stored_indicator ADD COLUMN IF NOT EXISTS subject           VARCHAR;
ALTER TABLE stored_finding   ADD COLUMN IF NOT EXISTS evaluation_number INTEGER;  -- NULL for department findings
ALTER TABLE stored_finding   ADD COLUMN IF NOT EXISTS method            VARCHAR;
ALTER TABLE stored_finding   ADD COLUMN IF NOT EXISTS subject           VARCHAR;
ALTER TABLE stored_movement  ADD COLUMN IF NOT EXISTS evaluation_number INTEGER;

-- grain: dataset, year, method and subject, code, type and size of project: code_cell of all departments together
CREATE TABLE IF NOT EXISTS stored_code_year (
    dataset VARCHAR NOT NULL, year INTEGER, method VARCHAR, subject VARCHAR, code VARCHAR NOT NULL,
    project_type VARCHAR NOT NULL, size INTEGER NOT NULL, findings BIGINT NOT NULL, open BIGINT NOT NULL,
    evaluations BIGINT NOT NULL, suspects BIGINT NOT NULL, suspects_red BIGINT NOT NULL,
    money DECIMAL(38, 6) NOT NULL, money_red DECIMAL(38, 6) NOT NULL
);
-- grain: one evaluation with a finding open (待核实) or confirmed (属实); how many codes, each at its gravest severity
CREATE TABLE IF NOT EXISTS stored_risk_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, method VARCHAR NOT NULL,
    subject VARCHAR NOT NULL, evaluation_number INTEGER NOT NULL,
    red BIGINT NOT NULL, yellow BIGINT NOT NULL, info BIGINT NOT NULL
);
-- grain: place, method and subject, actual ÷ target (NULL: not both numbers of one unit); indicators that are no sub-rows
CREATE TABLE IF NOT EXISTS stored_achievement_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, method VARCHAR NOT NULL,
    subject VARCHAR NOT NULL, achievement DOUBLE, indicators BIGINT NOT NULL,
    copied BIGINT NOT NULL,                  -- the actual is the target's own text, ≥ … or ≤ …
    scored BIGINT NOT NULL,                  -- with points and a self-score
    full_marks BIGINT NOT NULL
);
-- grain: the same of all departments together
CREATE TABLE IF NOT EXISTS stored_achievement_year (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, method VARCHAR NOT NULL, subject VARCHAR NOT NULL,
    achievement DOUBLE, indicators BIGINT NOT NULL
);
