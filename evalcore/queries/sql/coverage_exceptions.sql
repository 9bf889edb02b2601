-- 应评尽评 beyond what is missing: late, sent twice, not on the list; each evaluation once a code, by count and by money.
SELECT
    code,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    count(DISTINCT department_code) AS departments,
    CAST(sum(with_annual) AS BIGINT) AS with_annual,
    sum(annual) AS money
FROM code_cell
WHERE code IN ('CV_LATE', 'CV_DUPLICATE_FORM', 'CV_NOT_IN_LIST') AND evaluations > 0
GROUP BY code
ORDER BY code NULLS LAST
