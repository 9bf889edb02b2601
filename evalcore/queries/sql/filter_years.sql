-- Years that have evaluations in the dataset, or a list of projects to evaluate.
SELECT DISTINCT year FROM all_evaluation ORDER BY year NULLS LAST
