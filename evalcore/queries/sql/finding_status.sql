-- 疑点 by code, severity and status: how many.
SELECT
    code,
    severity,
    status,
    sum(findings) AS findings,
    sum(evaluations) AS evaluations,
    count(DISTINCT department_code) AS departments
FROM finding_cell
GROUP BY code, severity, status
ORDER BY code NULLS LAST, severity NULLS LAST, status NULLS LAST
