-- Grades of the same projects in two years. Selection: both years, one method; renamed and taken-over projects linked.
WITH linked AS (
    SELECT to_key, min(from_key) AS from_key FROM project_link WHERE year = $year GROUP BY to_key
),
later AS (
    SELECT
        coalesce(k.from_key, e.project_key) AS project_key,
        coalesce(e.grade, '无等级') AS grade,
        e.budget_annual
    FROM evaluation AS e
    LEFT JOIN linked AS k ON k.to_key = e.project_key
    WHERE e.year = $year
),
earlier AS (
    SELECT project_key, coalesce(grade, '无等级') AS grade, budget_annual
    FROM evaluation
    WHERE year = $before
)
SELECT
    coalesce(a.grade, '新进入') AS grade_before,
    coalesce(b.grade, '本年无') AS grade_now,
    count(*) AS evaluations,
    sum(coalesce(b.budget_annual, a.budget_annual)) AS money
FROM earlier AS a
FULL OUTER JOIN later AS b ON b.project_key = a.project_key
GROUP BY coalesce(a.grade, '新进入'), coalesce(b.grade, '本年无')
ORDER BY grade_before NULLS LAST, grade_now NULLS LAST
