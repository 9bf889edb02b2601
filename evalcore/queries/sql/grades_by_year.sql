-- Grades by year, by count and by money.
SELECT
    year,
    coalesce(grade, '无等级') AS grade,
    count(*) AS evaluations,
    count(budget_annual) AS with_annual,
    sum(budget_annual) AS money
FROM evaluation
GROUP BY year, coalesce(grade, '无等级')
ORDER BY year NULLS LAST, grade NULLS LAST
