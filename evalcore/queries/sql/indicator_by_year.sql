-- The same year by year, with the targets that findings say were set below last year's actual.
WITH said AS (
    SELECT
        c.year,
        CAST(sum(CASE WHEN c.code = 'TG_BELOW_LAST_ACTUAL' THEN c.findings ELSE 0 END) AS BIGINT) AS lowered,
        CAST(sum(CASE WHEN c.code = 'TG_SAME_AS_LAST_YEAR' THEN c.findings ELSE 0 END) AS BIGINT) AS unchanged
    FROM finding_year AS c
    WHERE c.code IN ('TG_BELOW_LAST_ACTUAL', 'TG_SAME_AS_LAST_YEAR')
    GROUP BY c.year
),
valued AS (
    SELECT c.year AS code, c.achievement AS value, c.indicators AS n
    FROM achievement_year AS c
    WHERE CAST($every AS BOOLEAN)
    UNION ALL
    SELECT i.year, i.achievement, 1
    FROM indicator_name AS n
    JOIN indicator AS i ON i.name_id = n.name_id
    WHERE NOT CAST($every AS BOOLEAN) AND NOT i.sub_row AND n.name IN (SELECT unnest($names))
),
-- with quantiles
own AS (
    SELECT
        code AS year,
        CAST(sum(n) AS BIGINT) AS indicators,
        CAST(sum(CASE WHEN value IS NOT NULL THEN n ELSE 0 END) AS BIGINT) AS with_numbers,
        CAST(sum(CASE WHEN value >= CAST($over AS DOUBLE) THEN n ELSE 0 END) AS BIGINT) AS over_target
    FROM valued
    GROUP BY code
)
SELECT
    o.year, o.indicators, o.with_numbers, o.over_target, q.p25 AS lower_quarter, q.p50 AS median, q.p75 AS upper_quarter,
    coalesce(s.lowered, 0) AS lowered,
    coalesce(s.unchanged, 0) AS unchanged
FROM own AS o
LEFT JOIN quantiles AS q ON q.code = o.year
LEFT JOIN said AS s ON s.year = o.year
ORDER BY o.year NULLS LAST
