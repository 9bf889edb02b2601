-- How targets stand to actuals by department, in budget-code order: met, over 130 %, copied, full marks.
WITH valued AS (
    SELECT c.department_code, c.achievement, c.indicators, c.copied, c.scored, c.full_marks
    FROM achievement_cell AS c
    WHERE CAST($every AS BOOLEAN)
    UNION ALL
    SELECT
        i.department_code, i.achievement, 1,
        CASE WHEN i.target = i.actual AND (i.target LIKE '≥%' OR i.target LIKE '≤%' OR i.target LIKE '>%'
            OR i.target LIKE '<%') THEN 1 ELSE 0 END,
        CASE WHEN i.self_score IS NOT NULL AND i.points > 0 THEN 1 ELSE 0 END,
        CASE WHEN i.points > 0 AND i.self_score >= i.points THEN 1 ELSE 0 END
    FROM indicator AS i
    WHERE NOT CAST($every AS BOOLEAN) AND NOT i.sub_row
      AND i.name_id IN (SELECT n.name_id FROM indicator_name AS n WHERE n.name IN (SELECT unnest($names)))
),
counted AS (
    SELECT
        department_code, achievement, sum(indicators) AS n, sum(copied) AS copied, sum(scored) AS scored,
        sum(full_marks) AS full_marks
    FROM valued
    GROUP BY department_code, achievement
),
ranked AS (
    SELECT
        department_code, achievement,
        sum(n) OVER (PARTITION BY department_code ORDER BY achievement ASC NULLS LAST ROWS UNBOUNDED PRECEDING) AS upto,
        sum(n) OVER (PARTITION BY department_code) AS total
    FROM counted
    WHERE achievement IS NOT NULL
),
middle AS (
    -- the two values around the middle, as percentile_cont takes them
    SELECT
        department_code,
        min(CASE WHEN upto > floor((total - 1) / 2) THEN achievement END) AS lower_half,
        min(CASE WHEN upto > ceil((total - 1) / 2) THEN achievement END) AS upper_half
    FROM ranked
    GROUP BY department_code
),
totals AS (
    SELECT
        department_code,
        sum(n) AS indicators,
        sum(CASE WHEN achievement IS NOT NULL THEN n ELSE 0 END) AS with_numbers,
        sum(CASE WHEN achievement >= CAST($over AS DOUBLE) THEN n ELSE 0 END) AS over_target,
        sum(copied) AS copied,
        sum(scored) AS scored,
        sum(full_marks) AS full_marks
    FROM counted
    GROUP BY department_code
)
SELECT
    t.department_code AS code, t.indicators, t.with_numbers, t.over_target, t.copied, t.scored, t.full_marks,
    m.lower_half + (m.upper_half - m.lower_half) / 2 AS median
FROM totals AS t
LEFT JOIN middle AS m ON m.department_code = t.department_code
ORDER BY t.department_code NULLS LAST
