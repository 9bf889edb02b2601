-- 疑点 by code, severity and status: how many.
WITH by_department AS (
    SELECT code, severity, status, department_code, sum(findings) AS findings, sum(evaluations) AS evaluations
    FROM finding_cell
    GROUP BY code, severity, status, department_code
)
SELECT
    code,
    severity,
    status,
    CAST(sum(findings) AS BIGINT) AS findings,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    count(department_code) AS departments
FROM by_department
GROUP BY code, severity, status
ORDER BY code NULLS LAST, severity NULLS LAST, status NULLS LAST
