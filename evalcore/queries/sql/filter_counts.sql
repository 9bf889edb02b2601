-- How many evaluations of this selection each department, grade, fund source and budget band holds.
WITH counted AS (
    SELECT 'dept' AS kind, department_code AS value, evaluations FROM evaluation_cell
    UNION ALL
    SELECT 'grade', grade, evaluations FROM grade_cell
    UNION ALL
    SELECT 'fund', fund_source, evaluations FROM kind_cell
    UNION ALL
    SELECT
        'size',
        CASE size WHEN 0 THEN '0-10' WHEN 1 THEN '10-50' WHEN 2 THEN '50-200' WHEN 3 THEN '200-1000' WHEN 4 THEN '1000-' END,
        evaluations
    FROM kind_cell
)
SELECT kind, value, CAST(sum(evaluations) AS BIGINT) AS evaluations
FROM counted
GROUP BY kind, value
ORDER BY kind NULLS LAST, value NULLS LAST
