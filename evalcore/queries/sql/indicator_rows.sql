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
    SELECT i.evaluation_number, i.position, i.name_id, i.achievement
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
    e.evaluation_id, i.year, e.department, e.project, i.level3, i.target, i.actual, i.achievement,
    CAST(i.points AS DOUBLE) AS points, CAST(i.self_score AS DOUBLE) AS self_score,
    CAST(i.recomputed AS DOUBLE) AS recomputed, i.deviation_note,
    (SELECT CAST(sum(c.indicators) AS BIGINT) FROM counted AS c) AS total
FROM page AS p
-- what is shown is read for the rows of the page only; by name they lie together
JOIN indicator AS i ON i.name_id = p.name_id AND i.evaluation_number = p.evaluation_number AND i.position = p.position
JOIN evaluation AS e ON e.number = p.evaluation_number
ORDER BY abs(i.achievement - 1) DESC NULLS LAST, i.evaluation_number ASC NULLS LAST, i.position ASC NULLS LAST
