-- Grades of the same projects in two years. Selection: both years, one method; renamed and taken-over projects linked.
WITH once AS (
    -- a project with two forms in one year counts once; most have one, and need no window
    SELECT e.project_number, e.year, e.grade, e.budget_annual
    FROM evaluation AS e
    WHERE e.year IN ($year, $before) AND e.alone
    UNION ALL
    SELECT project_number, year, grade, budget_annual
    FROM (
        SELECT e.project_number, e.year, e.grade, e.budget_annual,
            row_number() OVER (
                PARTITION BY e.project_number, e.year
                ORDER BY e.budget_annual DESC NULLS LAST, e.evaluation_id ASC NULLS LAST
            ) AS form_number
        FROM evaluation AS e
        WHERE e.year IN ($year, $before) AND NOT e.alone
    ) AS f
    WHERE f.form_number = 1
),
named AS (
    SELECT
        k.to_number,
        k.from_number,
        row_number() OVER (PARTITION BY k.to_key ORDER BY k.from_key ASC NULLS LAST) AS of_later,
        row_number() OVER (PARTITION BY k.from_key ORDER BY k.to_key ASC NULLS LAST) AS of_earlier
    FROM project_link AS k
    WHERE k.year = $year
      AND NOT EXISTS (SELECT 1 FROM once AS o WHERE o.year = $year AND o.project_number = k.from_number)
),
linked AS (
    SELECT to_number, from_number FROM named WHERE of_later = 1 AND of_earlier = 1
),
later AS (
    SELECT
        coalesce(k.from_number, e.project_number) AS project_number,
        coalesce(e.grade, '无等级') AS grade,
        e.budget_annual
    FROM once AS e
    LEFT JOIN linked AS k ON k.to_number = e.project_number
    WHERE e.year = $year
),
earlier AS (
    SELECT project_number, coalesce(grade, '无等级') AS grade, budget_annual
    FROM once
    WHERE year = $before
)
SELECT
    coalesce(a.grade, '新进入') AS grade_before,
    coalesce(b.grade, '本年无') AS grade_now,
    count(*) AS evaluations,
    sum(coalesce(b.budget_annual, a.budget_annual)) AS money
FROM earlier AS a
FULL OUTER JOIN later AS b ON b.project_number = a.project_number
GROUP BY coalesce(a.grade, '新进入'), coalesce(b.grade, '本年无')
ORDER BY grade_before NULLS LAST, grade_now NULLS LAST
