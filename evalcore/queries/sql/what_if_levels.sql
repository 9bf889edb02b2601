-- grain: one evaluation that has a score and a grade. Points in 0.0001, amounts in 0.000001 万元, both whole numbers.
-- points 0: the form has no such level-1; score -1: it has, but the score of one of its rows is missing.
-- Amounts come through DOUBLE, which holds 0.000001 万元 up to 9 billion 万元 (DECIMAL would overflow or take 20 times as long).
-- rows_*, execution_asked, prepared: what re-scoring under other rules works from, see scoring.trial.
SELECT
    evaluation_id,
    department_code,
    rule_set,
    CAST(round(score_exact * 10000) AS INTEGER) AS total,
    CASE grade WHEN '优' THEN 1 WHEN '良' THEN 2 WHEN '中' THEN 3 WHEN '差' THEN 4 ELSE 0 END AS grade,
    CAST(round(coalesce(CAST(budget_annual AS DOUBLE) * 1000000, -1)) AS BIGINT) AS annual,
    CAST(round(coalesce(CAST(budget_initial AS DOUBLE) * 1000000, -1)) AS BIGINT) AS initial,
    CAST(round(coalesce(CAST(executed AS DOUBLE) * 1000000, -1)) AS BIGINT) AS executed,
    CAST(round(coalesce(rows_points * 10000, -1)) AS INTEGER) AS rows_points,
    CAST(round(coalesce(rows_taken * 10000, -1)) AS INTEGER) AS rows_taken,
    CAST(round(coalesce(rows_open * 10000, -1)) AS INTEGER) AS rows_open,
    CAST(round(coalesce(execution_asked * 10000, -1)) AS INTEGER) AS execution_asked,
    CAST(round(coalesce(execution_given * 10000, -1)) AS INTEGER) AS execution_given,
    CASE WHEN trial_settings = $trial_settings THEN 1 ELSE 0 END AS prepared,
    CASE WHEN coalesce(execution_points, 0) > 0 THEN CAST(round(execution_points * 10000) AS INTEGER) ELSE 0 END AS execution_points,
    CASE WHEN coalesce(execution_points, 0) > 0 THEN CAST(round(coalesce(
        CASE WHEN $score_kind = 'recomputed' THEN execution_recomputed WHEN $score_kind = 'self' THEN execution_self END
        * 10000, -1)) AS INTEGER) ELSE 0 END AS execution_score,
    CASE WHEN coalesce(cost_points, 0) > 0 THEN CAST(round(cost_points * 10000) AS INTEGER) ELSE 0 END AS cost_points,
    CASE WHEN coalesce(cost_points, 0) > 0 THEN CAST(round(coalesce(
        CASE WHEN $score_kind = 'recomputed' THEN cost_recomputed WHEN $score_kind = 'self' THEN cost_self END
        * 10000, -1)) AS INTEGER) ELSE 0 END AS cost_score,
    CASE WHEN coalesce(output_points, 0) > 0 THEN CAST(round(output_points * 10000) AS INTEGER) ELSE 0 END AS output_points,
    CASE WHEN coalesce(output_points, 0) > 0 THEN CAST(round(coalesce(
        CASE WHEN $score_kind = 'recomputed' THEN output_recomputed WHEN $score_kind = 'self' THEN output_self END
        * 10000, -1)) AS INTEGER) ELSE 0 END AS output_score,
    CASE WHEN coalesce(benefit_points, 0) > 0 THEN CAST(round(benefit_points * 10000) AS INTEGER) ELSE 0 END AS benefit_points,
    CASE WHEN coalesce(benefit_points, 0) > 0 THEN CAST(round(coalesce(
        CASE WHEN $score_kind = 'recomputed' THEN benefit_recomputed WHEN $score_kind = 'self' THEN benefit_self END
        * 10000, -1)) AS INTEGER) ELSE 0 END AS benefit_score,
    CASE WHEN coalesce(satisfaction_points, 0) > 0 THEN CAST(round(satisfaction_points * 10000) AS INTEGER) ELSE 0 END AS satisfaction_points,
    CASE WHEN coalesce(satisfaction_points, 0) > 0 THEN CAST(round(coalesce(
        CASE WHEN $score_kind = 'recomputed' THEN satisfaction_recomputed WHEN $score_kind = 'self' THEN satisfaction_self END
        * 10000, -1)) AS INTEGER) ELSE 0 END AS satisfaction_score,
    CASE WHEN coalesce(decision_points, 0) > 0 THEN CAST(round(decision_points * 10000) AS INTEGER) ELSE 0 END AS decision_points,
    CASE WHEN coalesce(decision_points, 0) > 0 THEN CAST(round(coalesce(
        CASE WHEN $score_kind = 'recomputed' THEN decision_recomputed WHEN $score_kind = 'self' THEN decision_self END
        * 10000, -1)) AS INTEGER) ELSE 0 END AS decision_score,
    CASE WHEN coalesce(process_points, 0) > 0 THEN CAST(round(process_points * 10000) AS INTEGER) ELSE 0 END AS process_points,
    CASE WHEN coalesce(process_points, 0) > 0 THEN CAST(round(coalesce(
        CASE WHEN $score_kind = 'recomputed' THEN process_recomputed WHEN $score_kind = 'self' THEN process_self END
        * 10000, -1)) AS INTEGER) ELSE 0 END AS process_score
FROM evaluation
WHERE score_exact IS NOT NULL
