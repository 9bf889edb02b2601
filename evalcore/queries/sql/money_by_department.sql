-- Execution by department: Σ executed ÷ Σ annual over rows that have both; how many have not is beside.
SELECT
    department_code,
    min(department) AS department,
    count(*) AS evaluations,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN 1 ELSE 0 END) AS with_both,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN budget_annual END) AS annual,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN executed END) AS executed
FROM evaluation
GROUP BY department_code
ORDER BY department_code NULLS LAST
