-- The numbers of each department, each with its own N, in budget-code order.
WITH spent AS (
    SELECT
        department_code, min(department) AS name, sum(evaluations) AS evaluations, sum(with_annual) AS with_annual,
        sum(money) AS money, sum(review_graded) AS reviewed, sum(review_good) AS review_good,
        sum(with_both) AS with_both, sum(annual_of_both) AS annual_of_both, sum(executed_of_both) AS executed_of_both
    FROM evaluation_cell
    GROUP BY department_code
),
graded AS (
    SELECT
        department_code, sum(scored) AS scored, sum(points) AS points, sum(weighted) AS weighted, sum(weight) AS weight,
        sum(CASE WHEN grade IS NOT NULL THEN evaluations ELSE 0 END) AS graded,
        sum(CASE WHEN grade IN ('优', '良') THEN evaluations ELSE 0 END) AS good,
        sum(CASE WHEN grade IS NOT NULL THEN money END) AS graded_money,
        sum(CASE WHEN grade IN ('优', '良') THEN money END) AS good_money
    FROM grade_cell
    GROUP BY department_code
),
middle AS (
    SELECT department_code, percentile_cont(0.5) WITHIN GROUP (ORDER BY score) AS median
    FROM evaluation
    WHERE score IS NOT NULL
    GROUP BY department_code
)
SELECT
    s.department_code AS code,
    s.name,
    CAST(round(s.evaluations) AS BIGINT) AS evaluations,
    CAST(round(s.with_annual) AS BIGINT) AS with_annual,
    s.money,
    CAST(round(g.scored) AS BIGINT) AS scored,
    CAST(g.points AS DOUBLE) / nullif(g.scored, 0) AS mean,
    m.median,
    CAST(g.weighted AS DOUBLE) / nullif(CAST(g.weight AS DOUBLE), 0) AS mean_weighted,
    CAST(round(g.graded) AS BIGINT) AS graded,
    CAST(round(g.good) AS BIGINT) AS good,
    g.graded_money,
    g.good_money,
    CAST(round(s.reviewed) AS BIGINT) AS reviewed,
    CAST(round(s.review_good) AS BIGINT) AS review_good,
    CAST(round(s.with_both) AS BIGINT) AS with_both,
    s.annual_of_both,
    s.executed_of_both
FROM spent AS s
JOIN graded AS g ON g.department_code = s.department_code
LEFT JOIN middle AS m ON m.department_code = s.department_code
ORDER BY s.department_code NULLS LAST
