-- Projects on the list without any evaluation, largest budget first.
WITH done AS (
    SELECT DISTINCT project_key, year FROM all_evaluation
)
SELECT
    l.project_key,
    l.year,
    l.department,
    l.project,
    l.unit,
    l.budget_initial,
    count(*) OVER () AS total
FROM listing AS l
LEFT JOIN done AS d ON d.project_key = l.project_key AND d.year = l.year
WHERE d.project_key IS NULL
ORDER BY l.budget_initial DESC NULLS LAST, l.year NULLS LAST, l.project_key NULLS LAST
LIMIT $rows OFFSET $skip
