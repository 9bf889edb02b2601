-- Links between projects of two years that nobody has confirmed or refused yet, latest year first.
WITH named AS (
    SELECT project_key, min(project) AS project, min(department) AS department
    FROM all_evaluation GROUP BY project_key
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
FROM project_link AS k
JOIN named AS b ON b.project_key = k.from_key
JOIN named AS a ON a.project_key = k.to_key
WHERE k.status = '建议'
ORDER BY k.year DESC NULLS LAST, k.from_key NULLS LAST, k.to_key NULLS LAST -- unique: one row a pair of keys
LIMIT 200
