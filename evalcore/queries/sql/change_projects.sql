-- The projects of one part of a year's change (parts as in change_groups), largest change of the score first.
-- $part: a part, or 'kept' (both years, same department), 'new', 'gone'. $level: only those whose loss there changed.
WITH counted AS (
    SELECT
        evaluation_id, project_key, method, year, department_code, department, project, rule_set, score, grade,
        budget_annual, executed, execution_rate,
        CASE
            WHEN $measure = 'good' THEN grade IS NOT NULL
            WHEN $measure = 'weighted' THEN score IS NOT NULL AND coalesce(budget_annual, 0) > 0
            WHEN $measure = 'execution' THEN budget_annual IS NOT NULL AND executed IS NOT NULL
            ELSE score IS NOT NULL
        END AS known,
        row_number() OVER (
            PARTITION BY project_key, method, year ORDER BY copy ASC NULLS LAST, evaluation_id ASC NULLS LAST
        ) AS form_number,
        CASE WHEN $score_kind = 'recomputed' THEN execution_recomputed ELSE execution_self END AS execution,
        CASE WHEN $score_kind = 'recomputed' THEN cost_recomputed ELSE cost_self END AS cost,
        CASE WHEN $score_kind = 'recomputed' THEN output_recomputed ELSE output_self END AS output,
        CASE WHEN $score_kind = 'recomputed' THEN benefit_recomputed ELSE benefit_self END AS benefit,
        CASE WHEN $score_kind = 'recomputed' THEN satisfaction_recomputed ELSE satisfaction_self END AS satisfaction,
        CASE WHEN $score_kind = 'recomputed' THEN decision_recomputed ELSE decision_self END AS decision,
        CASE WHEN $score_kind = 'recomputed' THEN process_recomputed ELSE process_self END AS process,
        execution_points, cost_points, output_points, benefit_points, satisfaction_points, decision_points,
        process_points
    FROM evaluation
    WHERE year IN ($year, $before)
),
named AS (
    SELECT
        k.to_key, k.from_key, k.kind, k.status,
        row_number() OVER (PARTITION BY k.to_key ORDER BY k.from_key ASC NULLS LAST) AS of_later,
        row_number() OVER (PARTITION BY k.from_key ORDER BY k.to_key ASC NULLS LAST) AS of_earlier
    FROM project_link AS k
    WHERE k.year > $before AND k.year <= $year AND k.status <> '不认可'
      AND k.from_key NOT IN (SELECT o.project_key FROM counted AS o WHERE o.year = $year)
      AND k.to_key NOT IN (SELECT o.project_key FROM counted AS o WHERE o.year = $before)
),
linked AS (
    SELECT to_key, from_key, kind, status FROM named WHERE of_later = 1 AND of_earlier = 1
),
later AS (
    SELECT m.*, coalesce(k.from_key, m.project_key) AS key, k.kind, k.status
    FROM counted AS m
    LEFT JOIN linked AS k ON k.to_key = m.project_key
    WHERE m.year = $year
),
earlier AS (
    SELECT m.*, coalesce(k.to_key, m.project_key) AS later_key
    FROM counted AS m
    LEFT JOIN linked AS k ON k.from_key = m.project_key
    WHERE m.year = $before
),
elsewhere AS (
    SELECT DISTINCT project_key, method, year FROM all_evaluation WHERE year IN ($year, $before)
),
paired AS (
    SELECT
        CASE
            WHEN a.evaluation_id IS NULL AND b.form_number = 1 AND f.project_key IS NOT NULL THEN 'arrived'
            WHEN a.evaluation_id IS NULL THEN 'entered'
            WHEN b.evaluation_id IS NULL AND a.form_number = 1 AND t.project_key IS NOT NULL THEN 'departed'
            WHEN b.evaluation_id IS NULL THEN 'left'
            WHEN a.known AND NOT b.known THEN 'lost'
            WHEN b.known AND NOT a.known THEN 'gained'
            WHEN b.kind = '承接' OR (a.department_code <> b.department_code
                AND a.department <> '（未填）' AND b.department <> '（未填）') THEN 'moved'
            WHEN a.rule_set <> b.rule_set THEN 'ruled'
            ELSE 'same'
        END AS part,
        coalesce(b.evaluation_id, a.evaluation_id) AS evaluation_id,
        coalesce(b.department_code, a.department_code) AS department_code,
        coalesce(b.department, a.department) AS department,
        coalesce(b.project, a.project) AS project,
        a.project AS project_before,
        a.department AS department_before,
        coalesce(b.budget_annual, a.budget_annual) AS budget_annual,
        CASE WHEN a.evaluation_id IS NULL THEN '新进入' ELSE coalesce(a.grade, '无等级') END AS grade_before,
        CASE WHEN b.evaluation_id IS NULL THEN '本年无' ELSE coalesce(b.grade, '无等级') END AS grade_now,
        a.score AS score_before, b.score AS score_now,
        a.execution_rate AS rate_before, b.execution_rate AS rate_now,
        a.rule_set AS rule_set_before, b.rule_set AS rule_set_now,
        a.execution AS execution_before, b.execution AS execution_now,
        a.cost AS cost_before, b.cost AS cost_now,
        a.output AS output_before, b.output AS output_now,
        a.benefit AS benefit_before, b.benefit AS benefit_now,
        a.satisfaction AS satisfaction_before, b.satisfaction AS satisfaction_now,
        coalesce(a.known, FALSE) AS known_before, coalesce(b.known, FALSE) AS known_now,
        b.kind, b.status,
        coalesce(CASE $level
            WHEN 'execution' THEN coalesce(a.execution_points - a.execution, 0) - coalesce(b.execution_points - b.execution, 0)
            WHEN 'cost' THEN coalesce(a.cost_points - a.cost, 0) - coalesce(b.cost_points - b.cost, 0)
            WHEN 'output' THEN coalesce(a.output_points - a.output, 0) - coalesce(b.output_points - b.output, 0)
            WHEN 'benefit' THEN coalesce(a.benefit_points - a.benefit, 0) - coalesce(b.benefit_points - b.benefit, 0)
            WHEN 'satisfaction' THEN
                coalesce(a.satisfaction_points - a.satisfaction, 0) - coalesce(b.satisfaction_points - b.satisfaction, 0)
            WHEN 'decision' THEN coalesce(a.decision_points - a.decision, 0) - coalesce(b.decision_points - b.decision, 0)
            WHEN 'process' THEN coalesce(a.process_points - a.process, 0) - coalesce(b.process_points - b.process, 0)
        END, b.score - a.score, 0) AS moved_by
    FROM earlier AS a
    FULL OUTER JOIN later AS b
        ON b.key = a.project_key AND b.method = a.method AND b.form_number = a.form_number
    LEFT JOIN elsewhere AS f ON f.project_key = b.key AND f.method = b.method AND f.year = $before
    LEFT JOIN elsewhere AS t ON t.project_key = a.later_key AND t.method = a.method AND t.year = $year
)
SELECT p.*, count(*) OVER () AS total
FROM paired AS p
WHERE (p.known_before OR p.known_now)
  AND (p.part = $part
      OR ($part = 'shift' AND p.part IN ('same', 'ruled', 'moved'))
      OR ($part = 'rules' AND p.part = 'ruled')
      OR ($part = 'kept' AND p.part IN ('same', 'ruled')))
  AND (CAST($level AS VARCHAR) IS NULL OR abs(p.moved_by) > 0.00005)
ORDER BY abs(p.moved_by) DESC NULLS LAST, p.budget_annual DESC NULLS LAST, p.evaluation_id NULLS LAST
LIMIT $rows OFFSET $skip
