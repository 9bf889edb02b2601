-- The rows of the named indicators, furthest from their target first; each leads to its project.
SELECT
    i.evaluation_id, i.year, e.department, e.project, i.level3, i.target, i.actual, i.achievement,
    CAST(i.points AS DOUBLE) AS points, CAST(i.self_score AS DOUBLE) AS self_score,
    CAST(i.recomputed AS DOUBLE) AS recomputed, i.deviation_note,
    count(*) OVER () AS total
FROM indicator AS i
JOIN evaluation AS e ON e.evaluation_id = i.evaluation_id
WHERE NOT i.sub_row AND (CAST($every AS BOOLEAN) OR i.level3 IN (SELECT unnest($names)))
  AND (CAST($department AS VARCHAR) IS NULL OR i.department_code = CAST($department AS VARCHAR))
  AND (CAST($year AS INTEGER) IS NULL OR i.year = CAST($year AS INTEGER))
  AND (CAST($low AS DOUBLE) IS NULL OR i.achievement >= CAST($low AS DOUBLE))
  AND (CAST($high AS DOUBLE) IS NULL OR i.achievement < CAST($high AS DOUBLE))
ORDER BY abs(i.achievement - 1) DESC NULLS LAST, i.evaluation_id ASC NULLS LAST, i.position ASC NULLS LAST
LIMIT $rows OFFSET $skip
