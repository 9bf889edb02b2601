-- The projects of one part of a year's change (parts as in change_groups), largest change of the score first.
-- $part: a part, or 'kept' (both years, same department), 'new', 'gone'. $level: only those whose loss there changed.
WITH
-- with parted
paired AS (
    SELECT
        c.part, c.kind, c.status,
        CASE WHEN c.in_before THEN c.number_before END AS number_before,
        CASE WHEN c.in_now THEN c.number_now END AS number_now,
        CASE WHEN c.in_now AND c.budget_annual_now IS NOT NULL THEN c.budget_annual_now
            WHEN c.in_before THEN c.budget_annual_before END AS budget_annual,
        CASE
            WHEN NOT c.in_before THEN FALSE
            WHEN $measure = 'good' THEN c.grade_before IS NOT NULL
            WHEN $measure = 'weighted' THEN c.score_exact_before IS NOT NULL AND coalesce(c.budget_annual_before, 0) > 0
            WHEN $measure = 'execution' THEN c.budget_annual_before IS NOT NULL AND c.executed_before IS NOT NULL
            ELSE c.score_exact_before IS NOT NULL
        END AS known_before,
        CASE
            WHEN NOT c.in_now THEN FALSE
            WHEN $measure = 'good' THEN c.grade_now IS NOT NULL
            WHEN $measure = 'weighted' THEN c.score_exact_now IS NOT NULL AND coalesce(c.budget_annual_now, 0) > 0
            WHEN $measure = 'execution' THEN c.budget_annual_now IS NOT NULL AND c.executed_now IS NOT NULL
            ELSE c.score_exact_now IS NOT NULL
        END AS known_now,
        CASE
            WHEN NOT (c.in_before AND c.in_now) THEN 0
            WHEN CAST($level AS VARCHAR) IS NULL THEN coalesce(CAST(c.score_exact_now - c.score_exact_before AS DOUBLE), 0)
            WHEN CAST($level AS VARCHAR) = 'execution' THEN c.execution_lost
            WHEN CAST($level AS VARCHAR) = 'cost' THEN c.cost_lost
            WHEN CAST($level AS VARCHAR) = 'output' THEN c.output_lost
            WHEN CAST($level AS VARCHAR) = 'benefit' THEN c.benefit_lost
            WHEN CAST($level AS VARCHAR) = 'satisfaction' THEN c.satisfaction_lost
            WHEN CAST($level AS VARCHAR) = 'decision' THEN c.decision_lost
            WHEN CAST($level AS VARCHAR) = 'process' THEN c.process_lost
            ELSE 0
        END AS moved_by
    FROM parted AS c
),
told AS (
    SELECT
        CASE
            WHEN number_before IS NULL OR number_now IS NULL THEN part
            WHEN known_before AND NOT known_now THEN 'lost'
            WHEN known_now AND NOT known_before THEN 'gained'
            ELSE part
        END AS part,
        coalesce(number_now, number_before) AS number, number_before, number_now, budget_annual, known_before, known_now,
        CASE WHEN number_before IS NOT NULL AND number_now IS NOT NULL THEN kind END AS kind,
        CASE WHEN number_before IS NOT NULL AND number_now IS NOT NULL THEN status END AS status,
        moved_by
    FROM paired
),
kept AS (
    SELECT
        p.part, p.number, p.number_before, p.number_now, p.budget_annual, p.known_before, p.known_now, p.kind, p.status,
        p.moved_by
    FROM told AS p
    WHERE (p.known_before OR p.known_now)
      AND (p.part = $part
          OR ($part = 'shift' AND p.part IN ('same', 'ruled', 'moved'))
          OR ($part = 'rules' AND p.part = 'ruled')
          OR ($part = 'kept' AND p.part IN ('same', 'ruled')))
      AND (CAST($level AS VARCHAR) IS NULL OR abs(p.moved_by) > 0.00005)
),
page AS (
    SELECT
        k.part, k.number, k.number_before, k.number_now, k.budget_annual, k.known_before, k.known_now, k.kind, k.status,
        k.moved_by
    FROM kept AS k
    ORDER BY abs(k.moved_by) DESC NULLS LAST, k.budget_annual DESC NULLS LAST, k.number NULLS LAST
    LIMIT $rows OFFSET $skip
)
SELECT
    p.part, coalesce(b.evaluation_id, a.evaluation_id) AS evaluation_id,
    coalesce(b.department_code, a.department_code) AS department_code,
    coalesce(b.department, a.department) AS department,
    coalesce(b.project, a.project) AS project,
    a.project AS project_before,
    a.department AS department_before,
    p.budget_annual,
    CASE WHEN p.number_before IS NULL THEN '新进入' ELSE coalesce(a.grade, '无等级') END AS grade_before,
    CASE WHEN p.number_now IS NULL THEN '本年无' ELSE coalesce(b.grade, '无等级') END AS grade_now,
    a.score AS score_before, b.score AS score_now,
    a.execution_rate AS rate_before, b.execution_rate AS rate_now,
    a.rule_set AS rule_set_before, b.rule_set AS rule_set_now,
    CASE WHEN $score_kind = 'recomputed' THEN a.execution_recomputed ELSE a.execution_self END AS execution_before,
    CASE WHEN $score_kind = 'recomputed' THEN b.execution_recomputed ELSE b.execution_self END AS execution_now,
    CASE WHEN $score_kind = 'recomputed' THEN a.cost_recomputed ELSE a.cost_self END AS cost_before,
    CASE WHEN $score_kind = 'recomputed' THEN b.cost_recomputed ELSE b.cost_self END AS cost_now,
    CASE WHEN $score_kind = 'recomputed' THEN a.output_recomputed ELSE a.output_self END AS output_before,
    CASE WHEN $score_kind = 'recomputed' THEN b.output_recomputed ELSE b.output_self END AS output_now,
    CASE WHEN $score_kind = 'recomputed' THEN a.benefit_recomputed ELSE a.benefit_self END AS benefit_before,
    CASE WHEN $score_kind = 'recomputed' THEN b.benefit_recomputed ELSE b.benefit_self END AS benefit_now,
    CASE WHEN $score_kind = 'recomputed' THEN a.satisfaction_recomputed ELSE a.satisfaction_self END AS satisfaction_before,
    CASE WHEN $score_kind = 'recomputed' THEN b.satisfaction_recomputed ELSE b.satisfaction_self END AS satisfaction_now,
    p.known_before, p.known_now, p.kind, p.status, p.moved_by,
    (SELECT count(*) FROM kept) AS total
FROM page AS p
LEFT JOIN evaluation AS a ON a.number = p.number_before
LEFT JOIN evaluation AS b ON b.number = p.number_now
ORDER BY abs(p.moved_by) DESC NULLS LAST, p.budget_annual DESC NULLS LAST, p.number NULLS LAST
