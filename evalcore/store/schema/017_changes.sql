-- How evaluations stand to those before them, see changes.py. Follows from the other tables.

-- grain: one method's form of a project in a year of the data and the one before it (NULL on a side: not in that year).
-- *_lost: points lost in the year before that were not lost now, 0 where a side or its score is missing
CREATE TABLE IF NOT EXISTS stored_change (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL,
    before  INTEGER NOT NULL,                 -- the year before it in the data
    method  VARCHAR NOT NULL, project_before INTEGER, project_now INTEGER,
    kind    VARCHAR,                          -- of the project link that joins them (NULL: one project)
    status  VARCHAR,                          -- of that link
    moved   BOOLEAN NOT NULL,                 -- taken over by another department
    ruled   BOOLEAN NOT NULL,                 -- scored under another rule set
    number_before INTEGER, number_now INTEGER,
    subject_before VARCHAR, subject_now VARCHAR,
    budget_annual_before DECIMAL(18, 6), budget_annual_now DECIMAL(18, 6),
    executed_before DECIMAL(18, 6), executed_now DECIMAL(18, 6),
    self_score_before DECIMAL(9, 4), self_score_now DECIMAL(9, 4),
    review_score_before DECIMAL(9, 4), review_score_now DECIMAL(9, 4),
    recomputed_before DECIMAL(9, 4), recomputed_now DECIMAL(9, 4),
    self_grade_before VARCHAR, self_grade_now VARCHAR,
    review_grade_before VARCHAR, review_grade_now VARCHAR,
    recomputed_grade_before VARCHAR, recomputed_grade_now VARCHAR,
    execution_self_lost DOUBLE NOT NULL, execution_recomputed_lost DOUBLE NOT NULL,
    cost_self_lost DOUBLE NOT NULL, cost_recomputed_lost DOUBLE NOT NULL,
    output_self_lost DOUBLE NOT NULL, output_recomputed_lost DOUBLE NOT NULL,
    benefit_self_lost DOUBLE NOT NULL, benefit_recomputed_lost DOUBLE NOT NULL,
    satisfaction_self_lost DOUBLE NOT NULL, satisfaction_recomputed_lost DOUBLE NOT NULL,
    decision_self_lost DOUBLE NOT NULL, decision_recomputed_lost DOUBLE NOT NULL,
    process_self_lost DOUBLE NOT NULL, process_recomputed_lost DOUBLE NOT NULL
);
