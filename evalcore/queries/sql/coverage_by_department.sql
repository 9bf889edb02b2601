-- 应评、已评、未报 by department and year: the list of projects to evaluate against what was evaluated, by count and money.
-- The list knows dataset, year and department only: other filters do not restrict it.
WITH done AS (
    SELECT DISTINCT project_key, year FROM all_evaluation
)
SELECT
    l.year,
    l.department_code,
    min(l.department) AS department,
    count(*) AS listed,
    sum(l.budget_initial) AS listed_money,
    sum(CASE WHEN d.project_key IS NOT NULL THEN 1 ELSE 0 END) AS evaluated,
    sum(CASE WHEN d.project_key IS NOT NULL THEN l.budget_initial END) AS evaluated_money,
    sum(CASE WHEN d.project_key IS NULL THEN 1 ELSE 0 END) AS not_submitted,
    sum(CASE WHEN d.project_key IS NULL THEN l.budget_initial END) AS not_submitted_money,
    sum(CASE WHEN l.budget_initial IS NULL THEN 1 ELSE 0 END) AS no_amount
FROM listing AS l
LEFT JOIN done AS d ON d.project_key = l.project_key AND d.year = l.year
GROUP BY l.year, l.department_code
ORDER BY l.department_code NULLS LAST, l.year NULLS LAST
