-- grain: department and set of level-1 points. How much of the points of each level-1 was earned; missing is its own row.
SELECT
    department_code AS code, complete, execution_points, cost_points, output_points, benefit_points, satisfaction_points,
    decision_points, process_points,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    sum(execution_score) AS execution_score,
    sum(cost_score) AS cost_score,
    sum(output_score) AS output_score,
    sum(benefit_score) AS benefit_score,
    sum(satisfaction_score) AS satisfaction_score,
    sum(decision_score) AS decision_score,
    sum(process_score) AS process_score
FROM level_cell
GROUP BY
    department_code, complete, execution_points, cost_points, output_points, benefit_points, satisfaction_points,
    decision_points, process_points
ORDER BY
    code NULLS LAST, complete NULLS LAST, execution_points NULLS LAST, cost_points NULLS LAST, output_points NULLS LAST,
    benefit_points NULLS LAST, satisfaction_points NULLS LAST, decision_points NULLS LAST, process_points NULLS LAST
