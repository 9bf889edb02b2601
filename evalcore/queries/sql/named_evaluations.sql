-- Names and money of evaluations already picked.
WITH
-- with picked
named AS (
    SELECT evaluation_id, year, department, department_code, project, budget_annual
    FROM evaluation
    WHERE number IN (SELECT p.number FROM picked AS p)
)
SELECT evaluation_id, year, department, department_code, project, budget_annual
FROM named
ORDER BY evaluation_id NULLS LAST
