-- The rows of the named indicators, furthest from their target first; each leads to its project.
WITH matched AS (
    SELECT i.evaluation_number, i.evaluation_id, i.position, i.achievement
    FROM indicator AS i
    WHERE NOT i.sub_row
      AND (CAST($every AS BOOLEAN) OR i.name_id IN (SELECT n.name_id FROM indicator_name AS n WHERE n.name IN (SELECT unnest($names))))
      AND (CAST($department AS VARCHAR) IS NULL OR i.department_code = CAST($department AS VARCHAR))
      AND (CAST($year AS INTEGER) IS NULL OR i.year = CAST($year AS INTEGER))
      AND (CAST($low AS DOUBLE) IS NULL OR i.achievement >= CAST($low AS DOUBLE))
      AND (CAST($high AS DOUBLE) IS NULL OR i.achievement < CAST($high AS DOUBLE))
),
page AS (
    SELECT evaluation_number, position
    FROM matched
    ORDER BY abs(achievement - 1) DESC NULLS LAST, evaluation_id ASC NULLS LAST, position ASC NULLS LAST
    LIMIT $rows OFFSET $skip
)
SELECT
    e.evaluation_id, i.year, e.department, e.project, i.level3, i.target, i.actual, i.achievement,
    CAST(i.points AS DOUBLE) AS points, CAST(i.self_score AS DOUBLE) AS self_score,
    CAST(i.recomputed AS DOUBLE) AS recomputed, i.deviation_note,
    (SELECT count(*) FROM matched) AS total
FROM page AS p
JOIN indicator AS i ON i.evaluation_number = p.evaluation_number AND i.position = p.position
JOIN evaluation AS e ON e.number = i.evaluation_number
ORDER BY abs(i.achievement - 1) DESC NULLS LAST, e.evaluation_id ASC NULLS LAST, i.position ASC NULLS LAST
