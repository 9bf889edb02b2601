-- Grades by department, by count and by money, in budget-code order.
SELECT
    department_code,
    min(department) AS department,
    coalesce(grade, '无等级') AS grade,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    CAST(sum(with_annual) AS BIGINT) AS with_annual,
    sum(money) AS money
FROM grade_cell
GROUP BY department_code, coalesce(grade, '无等级')
ORDER BY department_code NULLS LAST, grade NULLS LAST
