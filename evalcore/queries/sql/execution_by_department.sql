-- Execution by department in budget-code order: Σ ÷ Σ over rows with both numbers, and how many projects stay low.
SELECT
    department_code,
    min(department) AS department,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    CAST(sum(with_both) AS BIGINT) AS with_both,
    sum(annual_of_both) AS annual,
    sum(executed_of_both) AS executed,
    CAST(sum(with_initial) AS BIGINT) AS with_initial,
    sum(initial) AS initial,
    sum(executed_of_initial) AS executed_initial,
    CAST(sum(low) AS BIGINT) AS low,
    sum(low_left) AS low_left
FROM evaluation_cell
GROUP BY department_code
ORDER BY department_code NULLS LAST
