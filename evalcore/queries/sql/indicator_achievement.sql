-- Actual ÷ target of the named indicators in bins of ten per cent; 2.0 holds everything from 200 % up.
WITH valued AS (
    SELECT c.achievement, c.department_code, c.indicators
    FROM achievement_cell AS c
    WHERE CAST($every AS BOOLEAN)
    UNION ALL
    SELECT i.achievement, i.department_code, 1
    FROM indicator_name AS n
    JOIN indicator AS i ON i.name_id = n.name_id
    WHERE NOT CAST($every AS BOOLEAN) AND NOT i.sub_row AND n.name IN (SELECT unnest($names))
),
by_department AS (
    SELECT
        CASE WHEN achievement IS NULL THEN NULL WHEN achievement >= 2 THEN 20
            WHEN achievement < 0 THEN 0 ELSE CAST(floor(achievement * 10 + 0.0000001) AS INTEGER) END AS bin,
        department_code,
        sum(indicators) AS indicators
    FROM valued
    GROUP BY 1, department_code
)
SELECT bin, CAST(sum(indicators) AS BIGINT) AS indicators, count(*) AS departments
FROM by_department
GROUP BY bin
ORDER BY bin ASC NULLS LAST
