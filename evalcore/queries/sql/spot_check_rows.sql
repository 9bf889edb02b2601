-- What a reviewer scores: the indicators of some evaluations, and before them 预算执行率 where it has points (position -1).
WITH
-- with picked
chosen AS (
    SELECT e.evaluation_id, e.number, e.execution_points, e.execution_self
    FROM evaluation AS e
    WHERE e.number IN (SELECT p.number FROM picked AS p)
)
SELECT
    c.evaluation_id,
    -1 AS position,
    '预算执行率' AS level3,
    c.execution_points AS points,
    c.execution_self AS self_score,
    CAST(NULL AS DOUBLE) AS review_score
FROM chosen AS c
WHERE c.execution_points > 0
UNION ALL
SELECT
    c.evaluation_id,
    i.position,
    i.level3,
    CAST(i.points AS DOUBLE),
    CAST(i.self_score AS DOUBLE),
    CAST(i.review_score AS DOUBLE)
FROM chosen AS c
JOIN sheet AS i ON i.evaluation_number = c.number
ORDER BY evaluation_id NULLS LAST, position NULLS LAST
