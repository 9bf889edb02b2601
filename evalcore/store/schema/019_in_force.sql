-- What spares three more questions the rows of a million evaluations. It follows from the other tables, see cells.py.

-- grain: place, method and subject, self-score minus review score, of the evaluations that have both
CREATE TABLE IF NOT EXISTS stored_gap_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, method VARCHAR NOT NULL,
    subject VARCHAR NOT NULL, gap DOUBLE NOT NULL, evaluations BIGINT NOT NULL
);
-- grain: year, method and subject, rule set, stage, whether simulated, date of submission (all departments together)
CREATE TABLE IF NOT EXISTS stored_rule_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, method VARCHAR NOT NULL, subject VARCHAR NOT NULL,
    rule_set VARCHAR NOT NULL, stage VARCHAR NOT NULL, simulated BOOLEAN NOT NULL, submitted DATE,
    evaluations BIGINT NOT NULL
);
