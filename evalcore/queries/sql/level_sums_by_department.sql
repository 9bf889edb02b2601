-- grain: department and set of level-1 points. How much of the points of each level-1 was earned; missing is its own row.
WITH levels AS (
    SELECT
        department_code AS code,
        CASE WHEN coalesce(execution_points, 0) > 0 THEN execution_points ELSE 0 END AS execution_points,
        CASE WHEN coalesce(execution_points, 0) > 0 THEN CASE WHEN $score_kind = 'recomputed' THEN execution_recomputed WHEN $score_kind = 'self' THEN execution_self END ELSE 0 END AS execution_score,
        CASE WHEN coalesce(cost_points, 0) > 0 THEN cost_points ELSE 0 END AS cost_points,
        CASE WHEN coalesce(cost_points, 0) > 0 THEN CASE WHEN $score_kind = 'recomputed' THEN cost_recomputed WHEN $score_kind = 'self' THEN cost_self END ELSE 0 END AS cost_score,
        CASE WHEN coalesce(output_points, 0) > 0 THEN output_points ELSE 0 END AS output_points,
        CASE WHEN coalesce(output_points, 0) > 0 THEN CASE WHEN $score_kind = 'recomputed' THEN output_recomputed WHEN $score_kind = 'self' THEN output_self END ELSE 0 END AS output_score,
        CASE WHEN coalesce(benefit_points, 0) > 0 THEN benefit_points ELSE 0 END AS benefit_points,
        CASE WHEN coalesce(benefit_points, 0) > 0 THEN CASE WHEN $score_kind = 'recomputed' THEN benefit_recomputed WHEN $score_kind = 'self' THEN benefit_self END ELSE 0 END AS benefit_score,
        CASE WHEN coalesce(satisfaction_points, 0) > 0 THEN satisfaction_points ELSE 0 END AS satisfaction_points,
        CASE WHEN coalesce(satisfaction_points, 0) > 0 THEN CASE WHEN $score_kind = 'recomputed' THEN satisfaction_recomputed WHEN $score_kind = 'self' THEN satisfaction_self END ELSE 0 END AS satisfaction_score,
        CASE WHEN coalesce(decision_points, 0) > 0 THEN decision_points ELSE 0 END AS decision_points,
        CASE WHEN coalesce(decision_points, 0) > 0 THEN CASE WHEN $score_kind = 'recomputed' THEN decision_recomputed WHEN $score_kind = 'self' THEN decision_self END ELSE 0 END AS decision_score,
        CASE WHEN coalesce(process_points, 0) > 0 THEN process_points ELSE 0 END AS process_points,
        CASE WHEN coalesce(process_points, 0) > 0 THEN CASE WHEN $score_kind = 'recomputed' THEN process_recomputed WHEN $score_kind = 'self' THEN process_self END ELSE 0 END AS process_score
    FROM evaluation
    WHERE score IS NOT NULL
),
known AS (
    SELECT
        l.*,
        CASE WHEN execution_score + cost_score + output_score + benefit_score + satisfaction_score + decision_score + process_score IS NULL
                OR execution_points + cost_points + output_points + benefit_points + satisfaction_points + decision_points + process_points = 0 THEN 0 ELSE 1 END AS complete
    FROM levels AS l
)
SELECT
    code, complete, execution_points, cost_points, output_points, benefit_points, satisfaction_points, decision_points, process_points,
    count(*) AS evaluations,
    sum(CAST(execution_score AS DECIMAL(18, 4))) AS execution_score,
    sum(CAST(cost_score AS DECIMAL(18, 4))) AS cost_score,
    sum(CAST(output_score AS DECIMAL(18, 4))) AS output_score,
    sum(CAST(benefit_score AS DECIMAL(18, 4))) AS benefit_score,
    sum(CAST(satisfaction_score AS DECIMAL(18, 4))) AS satisfaction_score,
    sum(CAST(decision_score AS DECIMAL(18, 4))) AS decision_score,
    sum(CAST(process_score AS DECIMAL(18, 4))) AS process_score
FROM known
GROUP BY code, complete, execution_points, cost_points, output_points, benefit_points, satisfaction_points, decision_points, process_points
ORDER BY code NULLS LAST, complete NULLS LAST, execution_points NULLS LAST, cost_points NULLS LAST, output_points NULLS LAST, benefit_points NULLS LAST, satisfaction_points NULLS LAST, decision_points NULLS LAST, process_points NULLS LAST
