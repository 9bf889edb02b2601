-- what a version holds, so that a file changed by hand is noticed
ALTER TABLE stored_load ADD COLUMN IF NOT EXISTS budget_initial_sum DECIMAL(38, 6);  -- 万元, over its evaluations
ALTER TABLE stored_load ADD COLUMN IF NOT EXISTS budget_annual_sum  DECIMAL(38, 6);
ALTER TABLE stored_load ADD COLUMN IF NOT EXISTS executed_sum       DECIMAL(38, 6);
ALTER TABLE stored_load ADD COLUMN IF NOT EXISTS self_score_sum     DECIMAL(38, 4);  -- points
