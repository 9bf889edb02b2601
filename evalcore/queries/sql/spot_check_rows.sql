-- What a reviewer scores: the indicators of some evaluations, and before them 预算执行率 where it has points (position -1).
SELECT
    e.evaluation_id,
    -1 AS position,
    '预算执行率' AS level3,
    e.execution_points AS points,
    e.execution_self AS self_score,
    CAST(NULL AS DOUBLE) AS review_score
FROM evaluation AS e
WHERE e.evaluation_id IN (SELECT unnest($ids)) AND e.execution_points > 0
UNION ALL
SELECT
    i.evaluation_id,
    i.position,
    i.level3,
    CAST(i.points AS DOUBLE),
    CAST(i.self_score AS DOUBLE),
    CAST(i.review_score AS DOUBLE)
FROM indicator AS i
WHERE i.evaluation_id IN (SELECT unnest($ids)) AND NOT i.sub_row
ORDER BY evaluation_id NULLS LAST, position NULLS LAST
