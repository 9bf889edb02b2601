-- Links between projects of two years that nobody has confirmed or refused yet, latest year first.
WITH page AS (
    SELECT k.from_key, k.to_key, k.from_number, k.to_number, k.year, k.kind
    FROM project_link AS k
    WHERE k.status = '建议'
    ORDER BY k.year DESC NULLS LAST, k.from_key NULLS LAST, k.to_key NULLS LAST -- unique: one row a pair of keys
    LIMIT 200
),
named AS (
    SELECT e.project_number, min(e.project) AS project, min(e.department) AS department
    FROM all_evaluation AS e
    WHERE e.project_number IN (SELECT p.from_number FROM page AS p UNION ALL SELECT p.to_number FROM page AS p)
    GROUP BY e.project_number
)
SELECT
    k.from_key,
    k.to_key,
    k.year,
    k.kind,
    b.project AS project_before,
    b.department AS department_before,
    a.project AS project_after,
    a.department AS department_after
FROM page AS k
JOIN named AS b ON b.project_number = k.from_number
JOIN named AS a ON a.project_number = k.to_number
ORDER BY k.year DESC NULLS LAST, k.from_key NULLS LAST, k.to_key NULLS LAST
