-- How many evaluations of this selection each department, grade, fund source and budget band holds.
WITH banded AS (
    SELECT
        department_code,
        grade,
        fund_source,
        CASE
            WHEN budget_annual < 10 THEN '0-10'
            WHEN budget_annual < 50 THEN '10-50'
            WHEN budget_annual < 200 THEN '50-200'
            WHEN budget_annual < 1000 THEN '200-1000'
            WHEN budget_annual >= 1000 THEN '1000-'
        END AS size
    FROM evaluation
)
SELECT
    CASE
        WHEN grouping(department_code) = 0 THEN 'dept'
        WHEN grouping(grade) = 0 THEN 'grade'
        WHEN grouping(fund_source) = 0 THEN 'fund'
        ELSE 'size'
    END AS kind,
    coalesce(department_code, grade, fund_source, size) AS value,
    count(*) AS evaluations
FROM banded
GROUP BY GROUPING SETS ((department_code), (grade), (fund_source), (size))
ORDER BY kind NULLS LAST, value NULLS LAST
