-- The numbers of each department, each with its own N, in budget-code order.
SELECT
    department_code AS code,
    min(department) AS name,
    count(*) AS evaluations,
    count(budget_annual) AS with_annual,
    sum(budget_annual) AS money,
    count(score) AS scored,
    avg(score) AS mean,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY score) AS median,
    sum(CASE WHEN budget_annual > 0 THEN score * CAST(budget_annual AS DOUBLE) END)
        / nullif(sum(CASE WHEN score IS NOT NULL AND budget_annual > 0 THEN CAST(budget_annual AS DOUBLE) END), 0)
        AS mean_weighted,
    count(grade) AS graded,
    sum(CASE WHEN grade IN ('优', '良') THEN 1 ELSE 0 END) AS good,
    sum(CASE WHEN grade IS NOT NULL THEN budget_annual END) AS graded_money,
    sum(CASE WHEN grade IN ('优', '良') THEN budget_annual END) AS good_money,
    count(review_grade) AS reviewed,
    sum(CASE WHEN review_grade IN ('优', '良') THEN 1 ELSE 0 END) AS review_good,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN 1 ELSE 0 END) AS with_both,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN budget_annual END) AS annual_of_both,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN executed END) AS executed_of_both
FROM evaluation
GROUP BY department_code
ORDER BY code NULLS LAST
