-- How often each difference self minus review occurs, by department and year: what an exact interval needs.
SELECT
    department_code,
    year,
    CAST(self_score - review_score AS DOUBLE) AS gap,
    count(*) AS evaluations
FROM evaluation
WHERE self_score IS NOT NULL AND review_score IS NOT NULL
GROUP BY department_code, year, CAST(self_score - review_score AS DOUBLE)
ORDER BY department_code NULLS LAST, year NULLS LAST, gap NULLS LAST
