-- Projects on the list of what must be evaluated, those evaluated ('done') or not ('left'); largest budget first.
WITH done AS (
    SELECT project_key, year, max(evaluation_id) AS evaluation_id
    FROM all_evaluation
    GROUP BY project_key, year
)
SELECT
    d.evaluation_id,
    l.project_key,
    l.year,
    l.department,
    l.project,
    l.unit,
    l.budget_initial,
    count(*) OVER () AS total
FROM listing AS l
LEFT JOIN done AS d ON d.project_key = l.project_key AND d.year = l.year
WHERE (CASE WHEN d.project_key IS NULL THEN 'left' ELSE 'done' END) = CAST($state AS VARCHAR)
  AND (CAST($department AS VARCHAR) IS NULL OR l.department_code = CAST($department AS VARCHAR))
  AND ($year IS NULL OR l.year = $year)
ORDER BY l.budget_initial DESC NULLS LAST, l.year NULLS LAST, l.project_key NULLS LAST
LIMIT $rows OFFSET $skip
