-- The same projects in $before and $year, each once a year: by its largest budget; renamed and taken-over ones linked.
-- Gives flows (number_before, number_now, budgets and grades of both; NULL: not in that year).
once AS (
    -- a project with two forms in one year counts once; most have one, and need no window
    SELECT e.number, e.project_number, e.year, e.grade, e.budget_annual
    FROM evaluation AS e
    WHERE e.year IN ($year, $before) AND e.alone
    UNION ALL
    SELECT number, project_number, year, grade, budget_annual
    FROM (
        SELECT e.number, e.project_number, e.year, e.grade, e.budget_annual,
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
    SELECT coalesce(k.from_number, e.project_number) AS key, e.number, e.grade, e.budget_annual
    FROM once AS e
    LEFT JOIN linked AS k ON k.to_number = e.project_number
    WHERE e.year = $year
),
flows AS (
    SELECT
        a.number AS number_before,
        b.number AS number_now,
        coalesce(b.budget_annual, a.budget_annual) AS budget_annual,
        CASE WHEN a.number IS NULL THEN '新进入' ELSE coalesce(a.grade, '无等级') END AS grade_before,
        CASE WHEN b.number IS NULL THEN '本年无' ELSE coalesce(b.grade, '无等级') END AS grade_now
    FROM (SELECT number, project_number, grade, budget_annual FROM once WHERE year = $before) AS a
    FULL OUTER JOIN later AS b ON b.key = a.project_number
)
