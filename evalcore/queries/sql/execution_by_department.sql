-- Execution by department in budget-code order: Σ ÷ Σ over rows with both numbers, and how many projects stay low.
SELECT
    department_code,
    min(department) AS department,
    count(*) AS evaluations,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN 1 ELSE 0 END) AS with_both,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN budget_annual END) AS annual,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN executed END) AS executed,
    sum(CASE WHEN budget_initial IS NOT NULL AND executed IS NOT NULL THEN 1 ELSE 0 END) AS with_initial,
    sum(CASE WHEN budget_initial IS NOT NULL AND executed IS NOT NULL THEN budget_initial END) AS initial,
    sum(CASE WHEN budget_initial IS NOT NULL AND executed IS NOT NULL THEN executed END) AS executed_initial,
    sum(CASE WHEN execution_rate < CAST($low AS DOUBLE) THEN 1 ELSE 0 END) AS low,
    sum(CASE WHEN execution_rate < CAST($low AS DOUBLE) THEN budget_annual - executed END) AS low_left
FROM evaluation
GROUP BY department_code
ORDER BY department_code NULLS LAST
