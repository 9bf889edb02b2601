-- 疑点 by code, severity and status: how many, and of how many evaluations.
SELECT
    code,
    severity,
    status,
    CAST(sum(findings) AS BIGINT) AS findings,
    CAST(sum(evaluations) AS BIGINT) AS evaluations
FROM finding_year
GROUP BY code, severity, status
ORDER BY code NULLS LAST, severity NULLS LAST, status NULLS LAST
