-- Actual ÷ target of the named indicators in bins of ten per cent; 2.0 holds everything from 200 % up.
WITH named AS (
    SELECT i.achievement, i.department_code
    FROM indicator AS i
    WHERE NOT i.sub_row AND (CAST($every AS BOOLEAN) OR i.level3 IN (SELECT unnest($names)))
)
SELECT
    CASE WHEN achievement IS NULL THEN NULL WHEN achievement >= 2 THEN 20
        WHEN achievement < 0 THEN 0 ELSE CAST(floor(achievement * 10 + 0.0000001) AS INTEGER) END AS bin,
    count(*) AS indicators,
    count(DISTINCT department_code) AS departments
FROM named
GROUP BY 1
ORDER BY bin ASC NULLS LAST
