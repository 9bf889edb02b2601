-- What 测算 under another rule set, partial step or reverse method needs, made when a form is scored: whole portfolios
-- are then re-scored as arrays. NULL in trial_settings: not prepared under today's rule sets (re-scored form by form).
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS rows_points     DECIMAL(9, 4);  -- of all rows but the execution row
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS rows_taken      DECIMAL(9, 4);  -- what they add to the total, cut to 0.0001; NULL where a person must score one
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS rows_open       DECIMAL(9, 4);  -- points of rows a person must judge
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS execution_asked DECIMAL(9, 4);  -- execution points as printed; NULL: the rule set may add them
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS execution_given DECIMAL(9, 4);  -- what the form gives the execution row
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS trial_settings  VARCHAR;        -- digest of scoring.trial.settings()

-- grain: one evaluation and one outcome of its rows other than its own, with the settings that lead to it.
-- Points and scores in whole 0.0001 points; points 0: no such level-1; score NULL: a row has no score.
CREATE TABLE IF NOT EXISTS stored_trial (
    evaluation_id       VARCHAR NOT NULL,
    rule_set            VARCHAR NOT NULL,    -- the form's own
    settings            BIGINT NOT NULL,     -- bit set of positions in scoring.trial.settings()
    rows_points         INTEGER NOT NULL,
    rows_taken          INTEGER,
    rows_open           INTEGER NOT NULL,
    cost_points         INTEGER NOT NULL, cost_score         INTEGER,
    output_points       INTEGER NOT NULL, output_score       INTEGER,
    benefit_points      INTEGER NOT NULL, benefit_score      INTEGER,
    satisfaction_points INTEGER NOT NULL, satisfaction_score INTEGER,
    decision_points     INTEGER NOT NULL, decision_score     INTEGER,
    process_points      INTEGER NOT NULL, process_score      INTEGER
);
