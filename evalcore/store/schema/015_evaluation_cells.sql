-- What makes the questions about evaluations instant at a million of them: their sums by place, grade, score and kind, and
-- an order by which one evaluation is found. All of it follows from the other tables, see cells.py and numbers.py.

-- grain: one evaluation, in the order of its id: where it is among a million without reading them
CREATE TABLE IF NOT EXISTS stored_evaluation_key (
    evaluation_id VARCHAR NOT NULL, number INTEGER NOT NULL, dataset VARCHAR NOT NULL, department_code VARCHAR NOT NULL
);
ALTER TABLE stored_rectification ADD COLUMN IF NOT EXISTS project_number INTEGER;  -- NULL: nothing was ever submitted for it
ALTER TABLE stored_next_budget   ADD COLUMN IF NOT EXISTS project_number INTEGER;  -- NULL: nothing was ever submitted for it
ALTER TABLE stored_listing       ADD COLUMN IF NOT EXISTS number         INTEGER;  -- of the row: what a page of the list is joined by
ALTER TABLE stored_listing       ADD COLUMN IF NOT EXISTS evaluated      BOOLEAN;  -- by any department, in its year
-- grain: place, method and subject: money, execution, self against recomputed and review (see evaluation_cells.py)
CREATE TABLE IF NOT EXISTS stored_evaluation_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, method VARCHAR NOT NULL,
    subject VARCHAR NOT NULL, department VARCHAR NOT NULL, evaluations BIGINT NOT NULL, with_annual BIGINT NOT NULL,
    money DECIMAL(38, 6), with_both BIGINT NOT NULL, annual_of_both DECIMAL(38, 6), executed_of_both DECIMAL(38, 6),
    money_left DECIMAL(38, 6), left_rows BIGINT NOT NULL, money_over DECIMAL(38, 6), over_rows BIGINT NOT NULL,
    carried_rows BIGINT NOT NULL, carried DECIMAL(38, 6), carried_spent DECIMAL(38, 6), with_initial BIGINT NOT NULL,
    initial DECIMAL(38, 6), executed_of_initial DECIMAL(38, 6), rated BIGINT NOT NULL, zero_annual BIGINT NOT NULL,
    with_three BIGINT NOT NULL, initial_of_three DECIMAL(38, 6), annual_of_three DECIMAL(38, 6),
    executed_of_three DECIMAL(38, 6), low BIGINT NOT NULL, low_left DECIMAL(38, 6), exactly_full BIGINT NOT NULL,
    unspent BIGINT NOT NULL, self_scored BIGINT NOT NULL, self_full BIGINT NOT NULL, self_top BIGINT NOT NULL,
    self_graded BIGINT NOT NULL, self_excellent BIGINT NOT NULL, recomputed_scored BIGINT NOT NULL,
    recomputed_full BIGINT NOT NULL, recomputed_top BIGINT NOT NULL, recomputed_graded BIGINT NOT NULL,
    recomputed_excellent BIGINT NOT NULL, paired BIGINT NOT NULL, paired_gap DECIMAL(38, 4),
    with_high BIGINT NOT NULL, least_gap DECIMAL(38, 4), with_low BIGINT NOT NULL, most_gap DECIMAL(38, 4),
    with_coverage BIGINT NOT NULL, coverage DOUBLE, above BIGINT NOT NULL, below BIGINT NOT NULL,
    paired_weighted DECIMAL(38, 10), paired_weight DECIMAL(38, 6), reviewed BIGINT NOT NULL,
    reviewed_gap DECIMAL(38, 4), reviewed_weighted DECIMAL(38, 10), reviewed_weight DECIMAL(38, 6),
    reviewed_money DECIMAL(38, 6), own_full BIGINT NOT NULL, own_top BIGINT NOT NULL, review_full BIGINT NOT NULL,
    review_top BIGINT NOT NULL, both_graded BIGINT NOT NULL, agreed BIGINT NOT NULL, own_excellent BIGINT NOT NULL,
    review_excellent BIGINT NOT NULL, unreviewed BIGINT NOT NULL, review_graded BIGINT NOT NULL, review_good BIGINT NOT NULL
);
-- grain: place, method and subject, kind of score (self review recomputed), its grade (NULL none)
CREATE TABLE IF NOT EXISTS stored_grade_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, method VARCHAR NOT NULL,
    subject VARCHAR NOT NULL, score_kind VARCHAR NOT NULL, grade VARCHAR, department VARCHAR NOT NULL,
    evaluations BIGINT NOT NULL, with_annual BIGINT NOT NULL, money DECIMAL(38, 6), scored BIGINT NOT NULL,
    points DECIMAL(38, 4), weighted_rows BIGINT, weighted DECIMAL(38, 10), weight DECIMAL(38, 6), full_marks BIGINT,
    high_marks BIGINT, full_money DECIMAL(38, 6), high_money DECIMAL(38, 6), scored_money DECIMAL(38, 6)
);
-- grain: place, method and subject, kind of score, points of each level-1 kind; complete: every one of them has a score
CREATE TABLE IF NOT EXISTS stored_level_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, method VARCHAR NOT NULL,
    subject VARCHAR NOT NULL, score_kind VARCHAR NOT NULL, complete INTEGER NOT NULL, execution_points DOUBLE,
    cost_points DOUBLE, output_points DOUBLE, benefit_points DOUBLE, satisfaction_points DOUBLE,
    decision_points DOUBLE, process_points DOUBLE, evaluations BIGINT NOT NULL, execution_score DECIMAL(38, 4),
    cost_score DECIMAL(38, 4), output_score DECIMAL(38, 4), benefit_score DECIMAL(38, 4),
    satisfaction_score DECIMAL(38, 4), decision_score DECIMAL(38, 4), process_score DECIMAL(38, 4)
);
-- grain: place, method and subject, project type
CREATE TABLE IF NOT EXISTS stored_profile_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, method VARCHAR NOT NULL,
    subject VARCHAR NOT NULL, project_type VARCHAR, kind VARCHAR, evaluations BIGINT NOT NULL,
    with_annual BIGINT NOT NULL, money DECIMAL(38, 6)
);
-- grain: place and subject, method ('' all of them), kind of score: quartiles of the scores
CREATE TABLE IF NOT EXISTS stored_spread_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, department_code VARCHAR NOT NULL, subject VARCHAR NOT NULL,
    method VARCHAR NOT NULL, score_kind VARCHAR NOT NULL, department VARCHAR NOT NULL, scored BIGINT NOT NULL,
    p25 DOUBLE, p50 DOUBLE, p75 DOUBLE, graded BIGINT NOT NULL, good BIGINT NOT NULL
);
-- grain: year, method and subject, kind of score, score and grade (all departments together)
CREATE TABLE IF NOT EXISTS stored_score_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, method VARCHAR NOT NULL, subject VARCHAR NOT NULL,
    score_kind VARCHAR NOT NULL, score DOUBLE NOT NULL, grade VARCHAR, evaluations BIGINT NOT NULL,
    with_annual BIGINT NOT NULL, money DECIMAL(38, 6)
);
-- grain: year, method and subject, project type, size (as in code_cell, NULL: no annual budget), fund source
CREATE TABLE IF NOT EXISTS stored_kind_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, method VARCHAR NOT NULL, subject VARCHAR NOT NULL,
    project_type VARCHAR, size INTEGER, fund_source VARCHAR, evaluations BIGINT NOT NULL, with_annual BIGINT NOT NULL,
    money DECIMAL(38, 6), with_both BIGINT, annual_of_both DECIMAL(38, 6), executed_of_both DECIMAL(38, 6),
    money_left DECIMAL(38, 6), left_rows BIGINT, money_over DECIMAL(38, 6), over_rows BIGINT, carried_rows BIGINT,
    carried DECIMAL(38, 6), carried_spent DECIMAL(38, 6)
);
-- grain: year, method and subject, how high each score is (2 full marks, 1 from 95, 0 below, NULL none) and its grade
CREATE TABLE IF NOT EXISTS stored_class_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, method VARCHAR NOT NULL, subject VARCHAR NOT NULL,
    self_class INTEGER, recomputed_class INTEGER, review_class INTEGER, self_grade VARCHAR, recomputed_grade VARCHAR,
    review_grade VARCHAR, evaluations BIGINT NOT NULL, with_annual BIGINT NOT NULL, money DECIMAL(38, 6)
);
-- grain: year, method and subject, part (self recomputed), cells of the execution map; sums of rate, total and shares of points
CREATE TABLE IF NOT EXISTS stored_map_cell (
    dataset VARCHAR NOT NULL, year INTEGER NOT NULL, method VARCHAR NOT NULL, subject VARCHAR NOT NULL,
    part VARCHAR NOT NULL, rate_band INTEGER, x INTEGER NOT NULL, y INTEGER NOT NULL, wide INTEGER NOT NULL,
    evaluations BIGINT NOT NULL, with_annual BIGINT NOT NULL, money DECIMAL(38, 6), rate DOUBLE, total DOUBLE,
    execution_given DOUBLE, execution_full DOUBLE, share DOUBLE, wide_of_total BIGINT
);
