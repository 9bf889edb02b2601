-- The projects of one part of a year's change (parts as in change_groups), largest change of the score first.
-- $part: a part, or 'kept' (both years, same department), 'new', 'gone'. $level: only those whose loss there changed.
WITH measured AS (
    SELECT
        number, score, budget_annual, department_code, department, rule_set,
        CASE
            WHEN $measure = 'good' THEN grade IS NOT NULL
            WHEN $measure = 'weighted' THEN score IS NOT NULL AND coalesce(budget_annual, 0) > 0
            WHEN $measure = 'execution' THEN budget_annual IS NOT NULL AND executed IS NOT NULL
            ELSE score IS NOT NULL
        END AS known,
        CASE CAST($level AS VARCHAR)
            WHEN 'execution' THEN execution_points - CASE WHEN $score_kind = 'recomputed' THEN execution_recomputed ELSE execution_self END
            WHEN 'cost' THEN cost_points - CASE WHEN $score_kind = 'recomputed' THEN cost_recomputed ELSE cost_self END
            WHEN 'output' THEN output_points - CASE WHEN $score_kind = 'recomputed' THEN output_recomputed ELSE output_self END
            WHEN 'benefit' THEN benefit_points - CASE WHEN $score_kind = 'recomputed' THEN benefit_recomputed ELSE benefit_self END
            WHEN 'satisfaction' THEN satisfaction_points - CASE WHEN $score_kind = 'recomputed' THEN satisfaction_recomputed ELSE satisfaction_self END
            WHEN 'decision' THEN decision_points - CASE WHEN $score_kind = 'recomputed' THEN decision_recomputed ELSE decision_self END
            WHEN 'process' THEN process_points - CASE WHEN $score_kind = 'recomputed' THEN process_recomputed ELSE process_self END
        END AS level_lost
    FROM evaluation
    WHERE year IN ($year, $before)
),
-- with pairs
paired AS (
    SELECT
        CASE
            WHEN p.part <> 'kept' THEN p.part
            WHEN a.known AND NOT b.known THEN 'lost'
            WHEN b.known AND NOT a.known THEN 'gained'
            WHEN p.kind = '承接' OR (a.department_code <> b.department_code
                AND a.department <> '（未填）' AND b.department <> '（未填）') THEN 'moved'
            WHEN a.rule_set <> b.rule_set THEN 'ruled'
            ELSE 'same'
        END AS part,
        coalesce(p.number_now, p.number_before) AS number, p.number_before, p.number_now,
        coalesce(b.budget_annual, a.budget_annual) AS budget_annual,
        coalesce(a.known, FALSE) AS known_before,
        coalesce(b.known, FALSE) AS known_now,
        p.kind, p.status,
        CASE
            WHEN CAST($level AS VARCHAR) IS NULL THEN coalesce(b.score - a.score, 0)
            ELSE coalesce(a.level_lost, 0) - coalesce(b.level_lost, 0)
        END AS moved_by
    FROM pairs AS p
    LEFT JOIN measured AS a ON a.number = p.number_before
    LEFT JOIN measured AS b ON b.number = p.number_now
),
kept AS (
    SELECT
        p.part, p.number, p.number_before, p.number_now, p.budget_annual, p.known_before, p.known_now, p.kind, p.status,
        p.moved_by
    FROM paired AS p
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
