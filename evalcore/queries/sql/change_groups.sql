-- grain: one way a project stands in two years (same, ruled, moved, entered, arrived, left, departed) and link status.
-- Σ value and Σ weight of one measure (value ÷ weight is what the page shows), as exact text; parts only of same projects.
WITH measured AS (
    SELECT
        number, department_code, department, rule_set,
        CASE WHEN $score_kind = 'self' THEN execution_points - execution_self
             WHEN $score_kind = 'recomputed' THEN execution_points - execution_recomputed END AS execution_lost,
        CASE WHEN $score_kind = 'self' THEN cost_points - cost_self
             WHEN $score_kind = 'recomputed' THEN cost_points - cost_recomputed END AS cost_lost,
        CASE WHEN $score_kind = 'self' THEN output_points - output_self
             WHEN $score_kind = 'recomputed' THEN output_points - output_recomputed END AS output_lost,
        CASE WHEN $score_kind = 'self' THEN benefit_points - benefit_self
             WHEN $score_kind = 'recomputed' THEN benefit_points - benefit_recomputed END AS benefit_lost,
        CASE WHEN $score_kind = 'self' THEN satisfaction_points - satisfaction_self
             WHEN $score_kind = 'recomputed' THEN satisfaction_points - satisfaction_recomputed END AS satisfaction_lost,
        CASE WHEN $score_kind = 'self' THEN decision_points - decision_self
             WHEN $score_kind = 'recomputed' THEN decision_points - decision_recomputed END AS decision_lost,
        CASE WHEN $score_kind = 'self' THEN process_points - process_self
             WHEN $score_kind = 'recomputed' THEN process_points - process_recomputed END AS process_lost,
        CAST(CASE
            WHEN $measure = 'mean' THEN score_exact
            WHEN $measure = 'good' THEN CASE WHEN grade IN ('优', '良') THEN 1 WHEN grade IS NOT NULL THEN 0 END
            WHEN $measure = 'weighted' AND budget_annual > 0 THEN score_exact * CAST(budget_annual AS DECIMAL(28, 6))
            WHEN $measure = 'execution' AND budget_annual IS NOT NULL THEN executed
        END AS DECIMAL(30, 10)) AS v,
        CAST(CASE
            WHEN $measure = 'mean' AND score_exact IS NOT NULL THEN 1
            WHEN $measure = 'good' AND grade IS NOT NULL THEN 1
            WHEN $measure = 'weighted' AND budget_annual > 0 AND score_exact IS NOT NULL THEN budget_annual
            WHEN $measure = 'execution' AND executed IS NOT NULL THEN budget_annual
        END AS DECIMAL(30, 10)) AS w
    FROM evaluation
    WHERE year IN ($year, $before)
),
-- with pairs
paired AS (
    SELECT
        CASE
            WHEN p.part <> 'kept' THEN p.part
            WHEN p.kind = '承接' OR (a.department_code <> b.department_code
                AND a.department <> '（未填）' AND b.department <> '（未填）') THEN 'moved'
            WHEN a.rule_set <> b.rule_set THEN 'ruled'
            ELSE 'same'
        END AS part,
        CASE WHEN p.number_before IS NOT NULL THEN p.status END AS status,
        p.number_before, p.number_now,
        a.v AS v_before, a.w AS w_before, b.v AS v_now, b.w AS w_now,
        CASE WHEN a.v IS NOT NULL AND b.v IS NOT NULL THEN 1 ELSE 0 END AS both_known,
        coalesce(a.execution_lost, 0) - coalesce(b.execution_lost, 0) AS execution,
        coalesce(a.cost_lost, 0) - coalesce(b.cost_lost, 0) AS cost,
        coalesce(a.output_lost, 0) - coalesce(b.output_lost, 0) AS output,
        coalesce(a.benefit_lost, 0) - coalesce(b.benefit_lost, 0) AS benefit,
        coalesce(a.satisfaction_lost, 0) - coalesce(b.satisfaction_lost, 0) AS satisfaction,
        coalesce(a.decision_lost, 0) - coalesce(b.decision_lost, 0) AS decision,
        coalesce(a.process_lost, 0) - coalesce(b.process_lost, 0) AS process
    FROM pairs AS p
    LEFT JOIN measured AS a ON a.number = p.number_before
    LEFT JOIN measured AS b ON b.number = p.number_now
)
SELECT
    part,
    coalesce(status, '') AS status,
    both_known,
    count(number_before) AS evaluations_before,
    count(number_now) AS evaluations_now,
    count(v_before) AS known_before,
    count(v_now) AS known_now,
    CAST(coalesce(sum(v_before), 0) AS VARCHAR) AS v_before,
    CAST(coalesce(sum(w_before), 0) AS VARCHAR) AS w_before,
    CAST(coalesce(sum(v_now), 0) AS VARCHAR) AS v_now,
    CAST(coalesce(sum(w_now), 0) AS VARCHAR) AS w_now,
    CAST(CAST(round(sum(execution), 4) AS DECIMAL(18, 4)) AS VARCHAR) AS execution,
    CAST(CAST(round(sum(cost), 4) AS DECIMAL(18, 4)) AS VARCHAR) AS cost,
    CAST(CAST(round(sum(output), 4) AS DECIMAL(18, 4)) AS VARCHAR) AS output,
    CAST(CAST(round(sum(benefit), 4) AS DECIMAL(18, 4)) AS VARCHAR) AS benefit,
    CAST(CAST(round(sum(satisfaction), 4) AS DECIMAL(18, 4)) AS VARCHAR) AS satisfaction,
    CAST(CAST(round(sum(decision), 4) AS DECIMAL(18, 4)) AS VARCHAR) AS decision,
    CAST(CAST(round(sum(process), 4) AS DECIMAL(18, 4)) AS VARCHAR) AS process -- points have four decimals: their sum is exact once rounded
FROM paired
GROUP BY part, coalesce(status, ''), both_known
ORDER BY part NULLS LAST, status NULLS LAST, both_known NULLS LAST
