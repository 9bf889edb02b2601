-- Projects on the list of what must be evaluated, those evaluated ('done') or not ('left'); largest budget first.
WITH done AS (
    SELECT DISTINCT project_number, year FROM all_evaluation WHERE $year IS NULL OR year = $year
),
matched AS (
    SELECT l.project_number, l.project_key, l.year, l.department, l.project, l.unit, l.budget_initial
    FROM listing AS l
    LEFT JOIN done AS d ON d.project_number = l.project_number AND d.year = l.year
    WHERE (CASE WHEN d.year IS NULL THEN 'left' ELSE 'done' END) = CAST($state AS VARCHAR)
      AND (CAST($department AS VARCHAR) IS NULL OR l.department_code = CAST($department AS VARCHAR))
      AND ($year IS NULL OR l.year = $year)
),
page AS (
    SELECT project_number, project_key, year, department, project, unit, budget_initial
    FROM matched
    ORDER BY budget_initial DESC NULLS LAST, year NULLS LAST, project_key NULLS LAST
    LIMIT $rows OFFSET $skip
),
form AS (
    SELECT e.project_number, e.year, max(e.evaluation_id) AS evaluation_id
    FROM all_evaluation AS e
    WHERE e.project_number IN (SELECT p.project_number FROM page AS p)
    GROUP BY e.project_number, e.year
)
SELECT
    f.evaluation_id,
    p.project_key,
    p.year,
    p.department,
    p.project,
    p.unit,
    p.budget_initial,
    (SELECT count(*) FROM matched) AS total
FROM page AS p
LEFT JOIN form AS f ON f.project_number = p.project_number AND f.year = p.year
ORDER BY p.budget_initial DESC NULLS LAST, p.year NULLS LAST, p.project_key NULLS LAST
