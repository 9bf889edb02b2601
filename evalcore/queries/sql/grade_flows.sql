-- Grades of the same projects in two years. Selection: both years, one method; renamed and taken-over projects linked.
WITH once AS (
    -- a project with two forms in one year counts once
    SELECT
        e.project_key, e.year, e.grade, e.budget_annual,
        row_number() OVER (
            PARTITION BY e.project_key, e.year ORDER BY e.budget_annual DESC NULLS LAST, e.evaluation_id ASC NULLS LAST
        ) AS form_number
    FROM evaluation AS e
    WHERE e.year IN ($year, $before)
),
named AS (
    SELECT
        k.to_key,
        k.from_key,
        row_number() OVER (PARTITION BY k.to_key ORDER BY k.from_key ASC NULLS LAST) AS of_later,
        row_number() OVER (PARTITION BY k.from_key ORDER BY k.to_key ASC NULLS LAST) AS of_earlier
    FROM project_link AS k
    WHERE k.year = $year
      AND k.from_key NOT IN (SELECT o.project_key FROM once AS o WHERE o.year = $year)
),
linked AS (
    SELECT to_key, from_key FROM named WHERE of_later = 1 AND of_earlier = 1
),
later AS (
    SELECT
        coalesce(k.from_key, e.project_key) AS project_key,
        coalesce(e.grade, '无等级') AS grade,
        e.budget_annual
    FROM once AS e
    LEFT JOIN linked AS k ON k.to_key = e.project_key
    WHERE e.year = $year AND e.form_number = 1
),
earlier AS (
    SELECT project_key, coalesce(grade, '无等级') AS grade, budget_annual
    FROM once
    WHERE year = $before AND form_number = 1
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
