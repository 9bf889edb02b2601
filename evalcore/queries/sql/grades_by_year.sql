-- Grades by year, by count and by money.
SELECT
    year,
    coalesce(grade, '无等级') AS grade,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    CAST(sum(with_annual) AS BIGINT) AS with_annual,
    sum(money) AS money
FROM grade_cell
GROUP BY year, coalesce(grade, '无等级')
ORDER BY year NULLS LAST, grade NULLS LAST
