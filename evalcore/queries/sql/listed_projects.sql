-- Projects on the list of what must be evaluated, those evaluated ('done') or not ('left'); largest budget first.
WITH matched AS (
    SELECT l.number, l.budget_initial
    FROM listing AS l
    WHERE l.evaluated = (CAST($state AS VARCHAR) = 'done')
      AND (CAST($department AS VARCHAR) IS NULL OR l.department_code = CAST($department AS VARCHAR))
      AND ($year IS NULL OR l.year = $year)
),
page AS (
    SELECT number
    FROM matched
    ORDER BY budget_initial DESC NULLS LAST, number NULLS LAST
    LIMIT $rows OFFSET $skip
),
shown AS (
    SELECT l.number, l.project_number, l.project_key, l.year, l.department, l.project, l.unit, l.budget_initial
    FROM listing AS l
    WHERE l.number IN (SELECT p.number FROM page AS p)
),
form AS (
    SELECT e.project_number, e.year, max(e.evaluation_id) AS evaluation_id
    FROM all_evaluation AS e
    WHERE e.project_number IN (SELECT p.project_number FROM shown AS p)
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
FROM shown AS p
LEFT JOIN form AS f ON f.project_number = p.project_number AND f.year = p.year
ORDER BY p.budget_initial DESC NULLS LAST, p.number NULLS LAST
