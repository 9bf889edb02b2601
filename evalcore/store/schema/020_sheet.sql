-- What the indicators of a few evaluations are found by at a million of them, and what targets come to by department. It
-- follows from the other tables, see sheet.py and cells.py.

-- grain: one indicator that is no sub-row, in the order of evaluations: stored_indicator lies in the order of names, where
-- the ten rows of one evaluation are found by reading ten million
CREATE TABLE IF NOT EXISTS stored_sheet (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, method VARCHAR, subject VARCHAR,
    evaluation_number INTEGER NOT NULL, position INTEGER NOT NULL,
    name_id INTEGER,                         -- of the level-3 name
    points DECIMAL(9, 4), self_score DECIMAL(9, 4), review_score DECIMAL(9, 4)
);
-- grain: place, method and subject: achievement_cell of all achievements together
CREATE TABLE IF NOT EXISTS stored_met_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, method VARCHAR NOT NULL,
    subject VARCHAR NOT NULL, indicators BIGINT NOT NULL,
    with_numbers BIGINT NOT NULL,            -- with an achievement
    below_target BIGINT NOT NULL,            -- of these, below 1
    on_target BIGINT NOT NULL,               -- of these, exactly 1
    copied BIGINT NOT NULL, scored BIGINT NOT NULL, full_marks BIGINT NOT NULL
);
