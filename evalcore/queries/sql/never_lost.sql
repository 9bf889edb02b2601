-- Level-3 indicators (same name) that occur often enough and never lose a point in the self-evaluations.
WITH named AS (
    SELECT name_id, sum(scored) AS occurrences, sum(points) AS points, sum(full_marks) AS full_marks
    FROM name_cell
    GROUP BY name_id
    HAVING sum(scored) >= $least
),
kept AS (
    SELECT n.name_id, i.name, n.occurrences, n.points
    FROM named AS n
    JOIN indicator_name AS i ON i.name_id = n.name_id
    WHERE n.full_marks = n.occurrences
),
page AS (
    SELECT name_id, name, occurrences, points
    FROM kept
    ORDER BY occurrences DESC NULLS LAST, name NULLS LAST -- unique: one row a name
    LIMIT $rows
),
spread AS (
    SELECT
        i.name_id,
        count(DISTINCT i.department_code) AS departments,
        sum(CASE WHEN i.recomputed < i.points THEN 1 ELSE 0 END) AS missed
    FROM page AS p
    JOIN indicator AS i ON i.name_id = p.name_id
    WHERE NOT i.sub_row AND i.points > 0 AND i.self_score IS NOT NULL
    GROUP BY i.name_id
)
SELECT
    p.name AS level3,
    p.occurrences,
    s.departments,
    s.missed,
    p.points,
    (SELECT count(*) FROM kept) AS total,
    (SELECT count(*) FROM named) AS names,
    (SELECT sum(points) FROM named) AS all_points,
    (SELECT sum(points) FROM kept) AS lost_points
FROM page AS p
JOIN spread AS s ON s.name_id = p.name_id
ORDER BY p.occurrences DESC NULLS LAST, p.name NULLS LAST
