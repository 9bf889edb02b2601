-- How often each difference self minus review occurs, by department and year: what an exact interval needs.
SELECT department_code, year, gap, CAST(sum(evaluations) AS BIGINT) AS evaluations
FROM gap_cell
GROUP BY department_code, year, gap
ORDER BY department_code NULLS LAST, year NULLS LAST, gap NULLS LAST
