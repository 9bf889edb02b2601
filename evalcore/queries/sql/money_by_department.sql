-- Execution by department: Σ executed ÷ Σ annual over rows that have both; how many have not is beside.
SELECT
    department_code,
    min(department) AS department,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    CAST(sum(with_both) AS BIGINT) AS with_both,
    sum(annual_of_both) AS annual,
    sum(executed_of_both) AS executed
FROM evaluation_cell
GROUP BY department_code
ORDER BY department_code NULLS LAST
