-- grain: one way a project stands in two years (same, ruled, moved, entered, arrived, left, departed) and link status.
-- Σ value and Σ weight of one measure (value ÷ weight is what the page shows), as exact text; parts only of same projects.
WITH
-- with parted
measured AS (
    SELECT
        c.part,
        CASE WHEN c.in_before AND c.in_now THEN c.status END AS status,
        CASE WHEN c.in_before THEN 1 ELSE 0 END AS before,
        CASE WHEN c.in_now THEN 1 ELSE 0 END AS now,
        CAST(CASE
            WHEN NOT c.in_before THEN NULL
            WHEN $measure = 'mean' THEN c.score_exact_before
            WHEN $measure = 'good' THEN CASE WHEN c.grade_before IN ('优', '良') THEN 1 WHEN c.grade_before IS NOT NULL THEN 0 END
            WHEN $measure = 'weighted' AND c.budget_annual_before > 0
                THEN c.score_exact_before * CAST(c.budget_annual_before AS DECIMAL(28, 6))
            WHEN $measure = 'execution' AND c.budget_annual_before IS NOT NULL THEN c.executed_before
        END AS DECIMAL(30, 10)) AS v_before,
        CAST(CASE
            WHEN NOT c.in_before THEN NULL
            WHEN $measure = 'mean' AND c.score_exact_before IS NOT NULL THEN 1
            WHEN $measure = 'good' AND c.grade_before IS NOT NULL THEN 1
            WHEN $measure = 'weighted' AND c.budget_annual_before > 0 AND c.score_exact_before IS NOT NULL
                THEN c.budget_annual_before
            WHEN $measure = 'execution' AND c.executed_before IS NOT NULL THEN c.budget_annual_before
        END AS DECIMAL(30, 10)) AS w_before,
        CAST(CASE
            WHEN NOT c.in_now THEN NULL
            WHEN $measure = 'mean' THEN c.score_exact_now
            WHEN $measure = 'good' THEN CASE WHEN c.grade_now IN ('优', '良') THEN 1 WHEN c.grade_now IS NOT NULL THEN 0 END
            WHEN $measure = 'weighted' AND c.budget_annual_now > 0
                THEN c.score_exact_now * CAST(c.budget_annual_now AS DECIMAL(28, 6))
            WHEN $measure = 'execution' AND c.budget_annual_now IS NOT NULL THEN c.executed_now
        END AS DECIMAL(30, 10)) AS v_now,
        CAST(CASE
            WHEN NOT c.in_now THEN NULL
            WHEN $measure = 'mean' AND c.score_exact_now IS NOT NULL THEN 1
            WHEN $measure = 'good' AND c.grade_now IS NOT NULL THEN 1
            WHEN $measure = 'weighted' AND c.budget_annual_now > 0 AND c.score_exact_now IS NOT NULL THEN c.budget_annual_now
            WHEN $measure = 'execution' AND c.executed_now IS NOT NULL THEN c.budget_annual_now
        END AS DECIMAL(30, 10)) AS w_now,
        CASE WHEN c.in_before AND c.in_now THEN c.execution_lost ELSE 0 END AS execution,
        CASE WHEN c.in_before AND c.in_now THEN c.cost_lost ELSE 0 END AS cost,
        CASE WHEN c.in_before AND c.in_now THEN c.output_lost ELSE 0 END AS output,
        CASE WHEN c.in_before AND c.in_now THEN c.benefit_lost ELSE 0 END AS benefit,
        CASE WHEN c.in_before AND c.in_now THEN c.satisfaction_lost ELSE 0 END AS satisfaction,
        CASE WHEN c.in_before AND c.in_now THEN c.decision_lost ELSE 0 END AS decision,
        CASE WHEN c.in_before AND c.in_now THEN c.process_lost ELSE 0 END AS process
    FROM parted AS c
)
SELECT
    part,
    coalesce(status, '') AS status,
    CASE WHEN v_before IS NOT NULL AND v_now IS NOT NULL THEN 1 ELSE 0 END AS both_known,
    CAST(sum(before) AS BIGINT) AS evaluations_before,
    CAST(sum(now) AS BIGINT) AS evaluations_now,
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
FROM measured
GROUP BY part, coalesce(status, ''), CASE WHEN v_before IS NOT NULL AND v_now IS NOT NULL THEN 1 ELSE 0 END
ORDER BY part NULLS LAST, status NULLS LAST, both_known NULLS LAST
