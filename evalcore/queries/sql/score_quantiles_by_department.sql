-- Quantiles of the chosen score by department, in budget-code order.
SELECT
    department_code AS code,
    min(department) AS name,
    count(score) AS scored,
    min(score) AS lowest,
    percentile_cont(0.1) WITHIN GROUP (ORDER BY score) AS p10,
    percentile_cont(0.25) WITHIN GROUP (ORDER BY score) AS p25,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY score) AS p50,
    percentile_cont(0.75) WITHIN GROUP (ORDER BY score) AS p75,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY score) AS p90,
    max(score) AS highest,
    sum(CASE WHEN score >= 100 THEN 1 ELSE 0 END) AS full_marks,
    sum(CASE WHEN score >= 95 THEN 1 ELSE 0 END) AS high_marks
FROM evaluation
WHERE score IS NOT NULL
GROUP BY department_code
ORDER BY code NULLS LAST
