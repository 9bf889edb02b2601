-- How many candidates of a spot check each department has: self-evaluations of the selection that nobody reviewed.
SELECT department_code, CAST(sum(unreviewed) AS BIGINT) AS candidates
FROM evaluation_cell
WHERE method = '单位自评' AND unreviewed > 0
GROUP BY department_code
ORDER BY department_code NULLS LAST
