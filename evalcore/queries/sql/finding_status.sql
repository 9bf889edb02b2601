-- 疑点 by code, severity and status: how many, on how many evaluations, in how many departments.
SELECT
    f.code,
    f.severity,
    f.status,
    count(*) AS findings,
    count(DISTINCT f.evaluation_id) AS evaluations,
    count(DISTINCT f.department_code) AS departments
FROM finding AS f
GROUP BY f.code, f.severity, f.status
ORDER BY f.code NULLS LAST, f.severity NULLS LAST, f.status NULLS LAST
