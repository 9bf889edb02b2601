-- Names and money of evaluations already picked.
SELECT evaluation_id, year, department, department_code, project, budget_annual
FROM evaluation
WHERE number IN (SELECT k.number FROM evaluation_key AS k WHERE k.evaluation_id IN (SELECT unnest($ids)))
ORDER BY evaluation_id NULLS LAST
