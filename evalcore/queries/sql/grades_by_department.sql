-- Grades by department, by count and by money, in budget-code order.
SELECT
    department_code,
    min(department) AS department,
    coalesce(grade, '无等级') AS grade,
    count(*) AS evaluations,
    count(budget_annual) AS with_annual,
    sum(budget_annual) AS money
FROM evaluation
GROUP BY department_code, coalesce(grade, '无等级')
ORDER BY department_code NULLS LAST, grade NULLS LAST
