-- The same year by year, with the targets that findings say were set below last year's actual.
WITH lowered AS (
    SELECT f.year, count(*) AS lowered
    FROM finding AS f
    WHERE f.code = 'TG_BELOW_LAST_ACTUAL'
    GROUP BY f.year
), kept AS (
    SELECT f.year, count(*) AS unchanged
    FROM finding AS f
    WHERE f.code = 'TG_SAME_AS_LAST_YEAR'
    GROUP BY f.year
), own AS (
    SELECT
        i.year,
        count(*) AS indicators,
        sum(CASE WHEN i.achievement IS NOT NULL THEN 1 ELSE 0 END) AS with_numbers,
        sum(CASE WHEN i.achievement >= CAST($over AS DOUBLE) THEN 1 ELSE 0 END) AS over_target,
        percentile_cont(0.25) WITHIN GROUP (ORDER BY i.achievement) AS lower_quarter,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY i.achievement) AS median,
        percentile_cont(0.75) WITHIN GROUP (ORDER BY i.achievement) AS upper_quarter
    FROM indicator AS i
    WHERE NOT i.sub_row AND (CAST($every AS BOOLEAN) OR i.level3 IN (SELECT unnest($names)))
    GROUP BY i.year
)
SELECT
    o.year, o.indicators, o.with_numbers, o.over_target, o.lower_quarter, o.median, o.upper_quarter,
    coalesce(l.lowered, 0) AS lowered,
    coalesce(k.unchanged, 0) AS unchanged
FROM own AS o
LEFT JOIN lowered AS l ON l.year = o.year
LEFT JOIN kept AS k ON k.year = o.year
ORDER BY o.year NULLS LAST
