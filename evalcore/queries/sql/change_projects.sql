-- The projects of one part of a year's change (parts as in change_groups), largest change of the score first.
-- $part: a part, or 'kept' (both years, same department), 'new', 'gone'. $level: only those whose loss there changed.
WITH several AS (
    -- most projects have one form a year; only the others are placed, and by as few columns as that takes
    SELECT
        e.number,
        row_number() OVER (
            PARTITION BY e.project_number, e.method, e.year
            ORDER BY e.copy ASC NULLS LAST, e.evaluation_id ASC NULLS LAST
        ) AS form_number
    FROM evaluation AS e
    WHERE e.year IN ($year, $before) AND NOT e.alone
),
numbered AS (
    SELECT e.*, coalesce(s.form_number, 1) AS form_number
    FROM evaluation AS e
    LEFT JOIN several AS s ON s.number = e.number
    WHERE e.year IN ($year, $before)
),
counted AS (
    SELECT
        number, evaluation_id, project_number, method, year, department_code, department, rule_set, score, grade,
        budget_annual, form_number,
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
    FROM numbered
),
named AS (
    SELECT
        k.to_number, k.from_number, k.kind, k.status,
        row_number() OVER (PARTITION BY k.to_key ORDER BY k.from_key ASC NULLS LAST) AS of_later,
        row_number() OVER (PARTITION BY k.from_key ORDER BY k.to_key ASC NULLS LAST) AS of_earlier
    FROM project_link AS k
    WHERE k.year > $before AND k.year <= $year AND k.status <> '不认可'
      AND NOT EXISTS (SELECT 1 FROM counted AS o WHERE o.year = $year AND o.project_number = k.from_number)
      AND NOT EXISTS (SELECT 1 FROM counted AS o WHERE o.year = $before AND o.project_number = k.to_number)
),
linked AS (
    SELECT to_number, from_number, kind, status FROM named WHERE of_later = 1 AND of_earlier = 1
),
later AS (
    SELECT m.*, coalesce(k.from_number, m.project_number) AS key, k.kind, k.status
    FROM counted AS m
    LEFT JOIN linked AS k ON k.to_number = m.project_number
    WHERE m.year = $year
),
earlier AS (
    SELECT m.*, coalesce(k.to_number, m.project_number) AS later_key
    FROM counted AS m
    LEFT JOIN linked AS k ON k.from_number = m.project_number
    WHERE m.year = $before
),
elsewhere AS (
    SELECT DISTINCT project_number, method, year FROM all_evaluation WHERE year IN ($year, $before)
),
paired AS (
    SELECT
        CASE
            WHEN a.evaluation_id IS NULL AND b.form_number = 1 AND f.project_number IS NOT NULL THEN 'arrived'
            WHEN a.evaluation_id IS NULL THEN 'entered'
            WHEN b.evaluation_id IS NULL AND a.form_number = 1 AND t.project_number IS NOT NULL THEN 'departed'
            WHEN b.evaluation_id IS NULL THEN 'left'
            WHEN a.known AND NOT b.known THEN 'lost'
            WHEN b.known AND NOT a.known THEN 'gained'
            WHEN b.kind = '承接' OR (a.department_code <> b.department_code
                AND a.department <> '（未填）' AND b.department <> '（未填）') THEN 'moved'
            WHEN a.rule_set <> b.rule_set THEN 'ruled'
            ELSE 'same'
        END AS part,
        coalesce(b.evaluation_id, a.evaluation_id) AS evaluation_id,
        a.number AS number_before,
        b.number AS number_now,
        coalesce(b.budget_annual, a.budget_annual) AS budget_annual,
        coalesce(a.known, FALSE) AS known_before,
        coalesce(b.known, FALSE) AS known_now,
        b.kind, b.status,
        CASE
            WHEN CAST($level AS VARCHAR) IS NULL THEN coalesce(b.score - a.score, 0)
            ELSE coalesce(a.level_lost, 0) - coalesce(b.level_lost, 0)
        END AS moved_by
    FROM earlier AS a
    FULL OUTER JOIN later AS b
        ON b.key = a.project_number AND b.method = a.method AND b.form_number = a.form_number
    LEFT JOIN elsewhere AS f ON f.project_number = b.key AND f.method = b.method AND f.year = $before
    LEFT JOIN elsewhere AS t ON t.project_number = a.later_key AND t.method = a.method AND t.year = $year
),
kept AS (
    SELECT p.*
    FROM paired AS p
    WHERE (p.known_before OR p.known_now)
      AND (p.part = $part
          OR ($part = 'shift' AND p.part IN ('same', 'ruled', 'moved'))
          OR ($part = 'rules' AND p.part = 'ruled')
          OR ($part = 'kept' AND p.part IN ('same', 'ruled')))
      AND (CAST($level AS VARCHAR) IS NULL OR abs(p.moved_by) > 0.00005)
),
page AS (
    SELECT k.*
    FROM kept AS k
    ORDER BY abs(k.moved_by) DESC NULLS LAST, k.budget_annual DESC NULLS LAST, k.evaluation_id NULLS LAST
    LIMIT $rows OFFSET $skip
)
SELECT
    p.part, p.evaluation_id,
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
ORDER BY abs(p.moved_by) DESC NULLS LAST, p.budget_annual DESC NULLS LAST, p.evaluation_id NULLS LAST
