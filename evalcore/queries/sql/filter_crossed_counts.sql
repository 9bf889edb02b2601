-- How many evaluations of this selection each year, method and subject holds, crossed.
SELECT year, method, subject, count(*) AS evaluations
FROM evaluation
GROUP BY year, method, subject
ORDER BY year NULLS LAST, method NULLS LAST, subject NULLS LAST
