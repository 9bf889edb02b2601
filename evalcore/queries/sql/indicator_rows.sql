-- The rows of the named indicators, furthest from their target first; each leads to its project.
WITH counted AS (
    SELECT c.indicators
    FROM achievement_cell AS c
    WHERE CAST($every AS BOOLEAN)
      AND (CAST($department AS VARCHAR) IS NULL OR c.department_code = CAST($department AS VARCHAR))
      AND (CAST($year AS INTEGER) IS NULL OR c.year = CAST($year AS INTEGER))
      AND (CAST($low AS DOUBLE) IS NULL OR c.achievement >= CAST($low AS DOUBLE))
      AND (CAST($high AS DOUBLE) IS NULL OR c.achievement < CAST($high AS DOUBLE))
    UNION ALL
    SELECT 1
    FROM indicator AS i
    WHERE NOT CAST($every AS BOOLEAN) AND NOT i.sub_row
      AND i.name_id IN (SELECT n.name_id FROM indicator_name AS n WHERE n.name IN (SELECT unnest($names)))
      AND (CAST($department AS VARCHAR) IS NULL OR i.department_code = CAST($department AS VARCHAR))
      AND (CAST($year AS INTEGER) IS NULL OR i.year = CAST($year AS INTEGER))
      AND (CAST($low AS DOUBLE) IS NULL OR i.achievement >= CAST($low AS DOUBLE))
      AND (CAST($high AS DOUBLE) IS NULL OR i.achievement < CAST($high AS DOUBLE))
),
page AS (
    SELECT
        i.evaluation_number, i.position, i.year, i.level3, i.target, i.actual, i.achievement, i.points, i.self_score,
        i.recomputed, i.deviation_note
    FROM indicator AS i
    WHERE NOT i.sub_row
      AND (CAST($every AS BOOLEAN) OR i.name_id IN (SELECT n.name_id FROM indicator_name AS n WHERE n.name IN (SELECT unnest($names))))
      AND (CAST($department AS VARCHAR) IS NULL OR i.department_code = CAST($department AS VARCHAR))
      AND (CAST($year AS INTEGER) IS NULL OR i.year = CAST($year AS INTEGER))
      AND (CAST($low AS DOUBLE) IS NULL OR i.achievement >= CAST($low AS DOUBLE))
      AND (CAST($high AS DOUBLE) IS NULL OR i.achievement < CAST($high AS DOUBLE))
    ORDER BY abs(i.achievement - 1) DESC NULLS LAST, i.evaluation_number ASC NULLS LAST, i.position ASC NULLS LAST
    LIMIT $rows OFFSET $skip
)
SELECT
    e.evaluation_id, p.year, e.department, e.project, p.level3, p.target, p.actual, p.achievement,
    CAST(p.points AS DOUBLE) AS points, CAST(p.self_score AS DOUBLE) AS self_score,
    CAST(p.recomputed AS DOUBLE) AS recomputed, p.deviation_note,
    (SELECT CAST(sum(c.indicators) AS BIGINT) FROM counted AS c) AS total
FROM page AS p
JOIN evaluation AS e ON e.number = p.evaluation_number
ORDER BY abs(p.achievement - 1) DESC NULLS LAST, p.evaluation_number ASC NULLS LAST, p.position ASC NULLS LAST
