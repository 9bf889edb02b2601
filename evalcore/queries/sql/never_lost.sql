-- Level-3 indicators (same name) that occur often enough and never lose a point in the self-evaluations.
WITH named AS (
    SELECT
        level3,
        count(*) AS occurrences,
        count(DISTINCT department_code) AS departments,
        sum(points) AS points,
        sum(CASE WHEN self_score >= points THEN 1 ELSE 0 END) AS full_marks
    FROM indicator
    WHERE NOT sub_row AND points > 0 AND self_score IS NOT NULL
    GROUP BY level3
    HAVING count(*) >= $least
)
SELECT
    level3,
    occurrences,
    departments,
    points,
    count(*) OVER () AS total,
    (SELECT count(*) FROM named) AS names,
    (SELECT sum(points) FROM named) AS all_points,
    sum(points) OVER () AS lost_points
FROM named
WHERE full_marks = occurrences
ORDER BY occurrences DESC NULLS LAST, level3 NULLS LAST -- unique: level3 is the group
LIMIT $rows
