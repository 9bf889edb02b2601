-- Projects of a cell of the grade flows, with what changed: level-1 scores as shares of their points, rate, rule set.
WITH
-- with parted
-- with flows
page AS (
    SELECT
        p.number_before, p.number_now, p.budget_annual, p.grade_before, p.grade_now,
        coalesce(p.number_now, p.number_before) AS number, count(*) OVER () AS total
    FROM flows AS p
    WHERE (CAST($grade_before AS VARCHAR) IS NULL OR p.grade_before = CAST($grade_before AS VARCHAR))
      AND (CAST($grade_now AS VARCHAR) IS NULL OR p.grade_now = CAST($grade_now AS VARCHAR))
      AND (CAST($grade_now AS VARCHAR) IS NOT NULL OR CAST($grade_before AS VARCHAR) IS NOT NULL OR (
          p.grade_before <> p.grade_now AND p.grade_before IN ('优', '良', '中', '差')
          AND p.grade_now IN ('优', '良', '中', '差')
      ))
    ORDER BY p.budget_annual DESC NULLS LAST, number NULLS LAST
    LIMIT $rows OFFSET $skip
)
SELECT
    coalesce(b.evaluation_id, a.evaluation_id) AS evaluation_id,
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
ORDER BY p.budget_annual DESC NULLS LAST, p.number NULLS LAST
