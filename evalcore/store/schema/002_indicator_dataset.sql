-- dataset, year and department_code on the indicator repeat the evaluation's: /indicators needs no join
ALTER TABLE stored_indicator ADD COLUMN IF NOT EXISTS dataset VARCHAR;
UPDATE stored_indicator SET dataset = e.dataset
FROM stored_evaluation e WHERE e.evaluation_id = stored_indicator.evaluation_id;
