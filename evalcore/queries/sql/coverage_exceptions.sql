-- 应评尽评 beyond what is missing: late, sent twice, not on the list; each evaluation once a code, by count and by money.
SELECT
    f.code,
    count(DISTINCT f.evaluation_number) AS evaluations,
    count(DISTINCT e.department_code) AS departments,
    count(e.budget_annual) AS with_annual,
    sum(e.budget_annual) AS money
FROM (
    SELECT DISTINCT n.code, n.evaluation_number
    FROM finding AS n
    WHERE n.code IN ('CV_LATE', 'CV_DUPLICATE_FORM', 'CV_NOT_IN_LIST')
) AS f
JOIN evaluation AS e ON e.number = f.evaluation_number
GROUP BY f.code
ORDER BY f.code NULLS LAST
