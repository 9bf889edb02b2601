-- What stands beside the forms (each optional: absent is 未提供 or 未检) and what people enter. Amounts in 万元.
ALTER TABLE stored_listing ADD COLUMN IF NOT EXISTS project_code     VARCHAR;
ALTER TABLE stored_listing ADD COLUMN IF NOT EXISTS functional_class VARCHAR;  -- 支出功能分类科目
ALTER TABLE stored_listing ADD COLUMN IF NOT EXISTS duration         VARCHAR;  -- 一次性 · 延续
ALTER TABLE stored_listing ADD COLUMN IF NOT EXISTS priority         VARCHAR;  -- 重点 · 民生实事

-- grain: one approved indicator of one project and year (批复目标)
CREATE TABLE IF NOT EXISTS stored_approved_target (
    dataset         VARCHAR NOT NULL,
    year            INTEGER NOT NULL,
    project_key     VARCHAR NOT NULL,
    project         VARCHAR NOT NULL,
    department      VARCHAR NOT NULL,
    department_code VARCHAR NOT NULL,
    level1          VARCHAR,
    level2          VARCHAR,
    level3          VARCHAR NOT NULL,
    target          VARCHAR,
    points          DECIMAL(9, 4),
    source_file     VARCHAR,
    source_sha256   VARCHAR,
    place           VARCHAR                  -- sheet and cell
);

-- grain: one score a reviewer gave to one indicator (or, level3 NULL, to the whole evaluation) (复核记录)
CREATE TABLE IF NOT EXISTS stored_review_record (
    dataset         VARCHAR NOT NULL,
    year            INTEGER NOT NULL,
    project_key     VARCHAR NOT NULL,
    project         VARCHAR NOT NULL,
    department      VARCHAR NOT NULL,
    department_code VARCHAR NOT NULL,
    evaluation_id   VARCHAR,                 -- NULL while no evaluation answers to it
    position        INTEGER,                 -- indicator, NULL for the total or where the name was not found
    level3          VARCHAR,
    points          DECIMAL(9, 4),
    score           DECIMAL(9, 4),
    reason          VARCHAR,
    reviewer        VARCHAR,
    reviewed_on     DATE,
    source_file     VARCHAR,                 -- NULL when entered on a page (journal)
    source_sha256   VARCHAR,
    place           VARCHAR
);

-- grain: one problem to be put right (整改台账)
CREATE TABLE IF NOT EXISTS stored_rectification (
    rectification_id VARCHAR NOT NULL,       -- stable: hash of dataset, project_key, year, folded problem
    dataset         VARCHAR NOT NULL,
    year            INTEGER NOT NULL,        -- year of the evaluation that found it
    project_key     VARCHAR NOT NULL,
    project         VARCHAR NOT NULL,
    department      VARCHAR NOT NULL,
    department_code VARCHAR NOT NULL,
    problem         VARCHAR NOT NULL,
    measure         VARCHAR,
    owner           VARCHAR,                 -- responsible unit
    due             DATE,
    status          VARCHAR NOT NULL,        -- 待整改 · 整改中 · 已整改
    note            VARCHAR,
    changed_by      VARCHAR,
    changed_at      TIMESTAMP,               -- UTC
    source_file     VARCHAR,
    source_sha256   VARCHAR,
    place           VARCHAR
);

-- grain: one project's initial budget of one year, from the budget and not from a form (下年度年初预算)
CREATE TABLE IF NOT EXISTS stored_next_budget (
    dataset         VARCHAR NOT NULL,
    year            INTEGER NOT NULL,        -- the budget's own year
    project_key     VARCHAR NOT NULL,
    project         VARCHAR NOT NULL,
    department      VARCHAR NOT NULL,
    department_code VARCHAR NOT NULL,
    budget_initial  DECIMAL(18, 6),
    source_file     VARCHAR,
    source_sha256   VARCHAR,
    place           VARCHAR
);

-- grain: what the treasury paid for one project in one year (国库支付台账合计)
CREATE TABLE IF NOT EXISTS stored_payment (
    dataset         VARCHAR NOT NULL,
    year            INTEGER NOT NULL,
    project_key     VARCHAR NOT NULL,
    project         VARCHAR NOT NULL,
    department      VARCHAR NOT NULL,
    department_code VARCHAR NOT NULL,
    paid            DECIMAL(18, 6),
    source_file     VARCHAR,
    source_sha256   VARCHAR,
    place           VARCHAR
);

-- grain: one department that became another (机构改革)
CREATE TABLE IF NOT EXISTS stored_succession (
    dataset         VARCHAR NOT NULL,
    year            INTEGER NOT NULL,        -- first year under the new department
    from_code       VARCHAR NOT NULL,
    from_name       VARCHAR NOT NULL,
    to_code         VARCHAR NOT NULL,
    to_name         VARCHAR NOT NULL,
    note            VARCHAR
);

-- grain: one journal entry replayed into this version (who said what, when)
CREATE TABLE IF NOT EXISTS stored_entry (
    entry_id VARCHAR NOT NULL,
    entered_at TIMESTAMP NOT NULL,           -- UTC
    who      VARCHAR NOT NULL,
    kind     VARCHAR NOT NULL,               -- finding_status · review_score · rectification · project_link · department · indicator_group
    dataset  VARCHAR NOT NULL,
    subject  VARCHAR NOT NULL,               -- what it is about: a finding_id, an evaluation_id, …
    value    VARCHAR NOT NULL                -- JSON
);
