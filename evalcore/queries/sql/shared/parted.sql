-- How each pair of change stands within what is chosen. part: same, ruled (another rule set) or moved (another department)
-- where both sides are chosen; entered and left where the data hold no other side, arrived and departed where they do.
parted AS (
    SELECT
        p.number_before, p.number_now, p.in_before, p.in_now, p.kind, p.status, p.score_exact_before, p.score_exact_now,
        p.grade_before, p.grade_now, p.budget_annual_before, p.budget_annual_now, p.executed_before, p.executed_now,
        -- a reviewed score has no levels: nothing of its change is known by level
        coalesce(p.execution_lost, 0) AS execution_lost, coalesce(p.cost_lost, 0) AS cost_lost, coalesce(p.output_lost, 0) AS output_lost,
        coalesce(p.benefit_lost, 0) AS benefit_lost, coalesce(p.satisfaction_lost, 0) AS satisfaction_lost, coalesce(p.decision_lost, 0) AS decision_lost,
        coalesce(p.process_lost, 0) AS process_lost,
        CASE
            WHEN p.in_before AND p.in_now THEN CASE WHEN p.moved THEN 'moved' WHEN p.ruled THEN 'ruled' ELSE 'same' END
            WHEN p.in_now THEN CASE WHEN p.number_before IS NULL THEN 'entered' ELSE 'arrived' END
            WHEN p.number_now IS NULL THEN 'left'
            ELSE 'departed'
        END AS part
    FROM change AS p
    WHERE p.year = $year AND p.before = $before AND (p.in_before OR p.in_now)
)
