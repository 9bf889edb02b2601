-- Projects of a cell of the grade flows, with what changed: level-1 scores as shares of their points, rate, rule set.
WITH once AS (
    -- a project with two forms in one year counts once; most have one, and need no window
    SELECT e.evaluation_id, e.number, e.project_number, e.year, e.budget_annual, e.grade
    FROM evaluation AS e
    WHERE e.year IN ($year, $before) AND e.alone
    UNION ALL
    SELECT evaluation_id, number, project_number, year, budget_annual, grade
    FROM (
        SELECT e.evaluation_id, e.number, e.project_number, e.year, e.budget_annual, e.grade,
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
    SELECT coalesce(k.from_number, e.project_number) AS key, e.number, e.evaluation_id, e.grade, e.budget_annual
    FROM once AS e
    LEFT JOIN linked AS k ON k.to_number = e.project_number
    WHERE e.year = $year
),
paired AS (
    SELECT
        coalesce(b.evaluation_id, a.evaluation_id) AS evaluation_id,
        a.number AS number_before,
        b.number AS number_now,
        coalesce(b.budget_annual, a.budget_annual) AS budget_annual,
        CASE WHEN a.number IS NULL THEN '新进入' ELSE coalesce(a.grade, '无等级') END AS grade_before,
        CASE WHEN b.number IS NULL THEN '本年无' ELSE coalesce(b.grade, '无等级') END AS grade_now
    FROM (SELECT * FROM once WHERE year = $before) AS a
    FULL OUTER JOIN later AS b ON b.key = a.project_number
),
page AS (
    SELECT p.*, count(*) OVER () AS total
    FROM paired AS p
    WHERE (CAST($grade_before AS VARCHAR) IS NULL OR p.grade_before = CAST($grade_before AS VARCHAR))
      AND (CAST($grade_now AS VARCHAR) IS NULL OR p.grade_now = CAST($grade_now AS VARCHAR))
      AND (CAST($grade_now AS VARCHAR) IS NOT NULL OR CAST($grade_before AS VARCHAR) IS NOT NULL OR (
          p.grade_before <> p.grade_now AND p.grade_before IN ('优', '良', '中', '差')
          AND p.grade_now IN ('优', '良', '中', '差')
      ))
    ORDER BY p.budget_annual DESC NULLS LAST, p.evaluation_id NULLS LAST
    LIMIT $rows OFFSET $skip
)
SELECT
    p.evaluation_id,
    coalesce(b.department_code, a.department_code) AS department_code,
    coalesce(b.department, a.department) AS department,
    coalesce(b.project, a.project) AS project,
    a.project AS project_before,
    a.department AS department_before,
    p.budget_annual, p.grade_before, p.grade_now,
    a.score AS score_before, b.score AS score_now,
    a.execution_rate AS rate_before, b.execution_rate AS rate_now,
    a.rule_set AS rule_set_before, b.rule_set AS rule_set_now,
    a.execution_self AS execution_before, b.execution_self AS execution_now,
    a.cost_self AS cost_before, b.cost_self AS cost_now,
    a.output_self AS output_before, b.output_self AS output_now,
    a.benefit_self AS benefit_before, b.benefit_self AS benefit_now,
    a.satisfaction_self AS satisfaction_before, b.satisfaction_self AS satisfaction_now,
    p.total
FROM page AS p
LEFT JOIN evaluation AS a ON a.number = p.number_before
LEFT JOIN evaluation AS b ON b.number = p.number_now
ORDER BY p.budget_annual DESC NULLS LAST, p.evaluation_id NULLS LAST
