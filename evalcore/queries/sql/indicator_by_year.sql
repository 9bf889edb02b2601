-- The same year by year, with the targets that findings say were set below last year's actual.
WITH said AS (
    SELECT
        c.year,
        sum(CASE WHEN c.code = 'TG_BELOW_LAST_ACTUAL' THEN c.findings ELSE 0 END) AS lowered,
        sum(CASE WHEN c.code = 'TG_SAME_AS_LAST_YEAR' THEN c.findings ELSE 0 END) AS unchanged
    FROM code_year AS c
    WHERE c.code IN ('TG_BELOW_LAST_ACTUAL', 'TG_SAME_AS_LAST_YEAR')
    GROUP BY c.year
),
valued AS (
    SELECT c.year, c.achievement, c.indicators
    FROM achievement_year AS c
    WHERE CAST($every AS BOOLEAN)
    UNION ALL
    SELECT i.year, i.achievement, 1
    FROM indicator AS i
    WHERE NOT CAST($every AS BOOLEAN) AND NOT i.sub_row
      AND i.name_id IN (SELECT n.name_id FROM indicator_name AS n WHERE n.name IN (SELECT unnest($names)))
),
counted AS (
    SELECT year, achievement, sum(indicators) AS n FROM valued GROUP BY year, achievement
),
ranked AS (
    SELECT
        year, achievement,
        sum(n) OVER (PARTITION BY year ORDER BY achievement ASC NULLS LAST ROWS UNBOUNDED PRECEDING) AS upto,
        sum(n) OVER (PARTITION BY year) AS total
    FROM counted
    WHERE achievement IS NOT NULL
),
around AS (
    -- the two values around each quartile, as percentile_cont takes them
    SELECT
        r.year, q.quarter, (q.quarter * (r.total - 1)) / 4 - floor((q.quarter * (r.total - 1)) / 4) AS part,
        min(CASE WHEN r.upto > floor((q.quarter * (r.total - 1)) / 4) THEN r.achievement END) AS before,
        min(CASE WHEN r.upto > ceil((q.quarter * (r.total - 1)) / 4) THEN r.achievement END) AS after
    FROM ranked AS r
    CROSS JOIN (SELECT 1 AS quarter UNION ALL SELECT 2 UNION ALL SELECT 3) AS q
    GROUP BY r.year, q.quarter, r.total
),
quartiles AS (
    SELECT
        year,
        max(CASE WHEN quarter = 1 THEN before + (after - before) * part END) AS lower_quarter,
        max(CASE WHEN quarter = 2 THEN before + (after - before) * part END) AS median,
        max(CASE WHEN quarter = 3 THEN before + (after - before) * part END) AS upper_quarter
    FROM around
    GROUP BY year
),
own AS (
    SELECT
        year,
        sum(n) AS indicators,
        sum(CASE WHEN achievement IS NOT NULL THEN n ELSE 0 END) AS with_numbers,
        sum(CASE WHEN achievement >= CAST($over AS DOUBLE) THEN n ELSE 0 END) AS over_target
    FROM counted
    GROUP BY year
)
SELECT
    o.year, o.indicators, o.with_numbers, o.over_target, q.lower_quarter, q.median, q.upper_quarter,
    coalesce(s.lowered, 0) AS lowered,
    coalesce(s.unchanged, 0) AS unchanged
FROM own AS o
LEFT JOIN quartiles AS q ON q.year = o.year
LEFT JOIN said AS s ON s.year = o.year
ORDER BY o.year NULLS LAST
