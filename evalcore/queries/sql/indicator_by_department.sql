-- How targets stand to actuals by department, in budget-code order: met, over 130 %, copied, full marks.
WITH counted AS (
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
valued AS (
    SELECT department_code AS code, achievement AS value, indicators AS n FROM counted
),
-- with quantiles
totals AS (
    SELECT
        department_code,
        CAST(sum(indicators) AS BIGINT) AS indicators,
        CAST(sum(CASE WHEN achievement IS NOT NULL THEN indicators ELSE 0 END) AS BIGINT) AS with_numbers,
        CAST(sum(CASE WHEN achievement >= CAST($over AS DOUBLE) THEN indicators ELSE 0 END) AS BIGINT) AS over_target,
        CAST(sum(copied) AS BIGINT) AS copied,
        CAST(sum(scored) AS BIGINT) AS scored,
        CAST(sum(full_marks) AS BIGINT) AS full_marks
    FROM counted
    GROUP BY department_code
)
SELECT
    t.department_code AS code, t.indicators, t.with_numbers, t.over_target, t.copied, t.scored, t.full_marks,
    q.p50 AS median
FROM totals AS t
LEFT JOIN quantiles AS q ON q.code = t.department_code
ORDER BY t.department_code NULLS LAST
