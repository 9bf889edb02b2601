-- 需关注事项: what open red and yellow findings touch, by code, severity and kind of project (type and size of the budget).
-- One evaluation counts once a code, at its gravest severity. weight: 2 red, 1 yellow; how much that counts is insight's.
WITH touched AS (
    SELECT
        f.code,
        f.evaluation_id,
        max(CASE WHEN f.severity = 'red' THEN 2 ELSE 1 END) AS weight
    FROM finding AS f
    WHERE f.evaluation_id IS NOT NULL AND f.severity IN ('red', 'yellow') AND f.status = '待核实'
    GROUP BY f.code, f.evaluation_id
)
SELECT
    t.code,
    t.weight,
    coalesce(e.project_type, '') AS project_type,
    CASE WHEN e.budget_annual >= 1000 THEN 4 WHEN e.budget_annual >= 200 THEN 3 WHEN e.budget_annual >= 50 THEN 2
        WHEN e.budget_annual >= 10 THEN 1 ELSE 0 END AS size,
    count(*) AS evaluations,
    sum(coalesce(e.budget_annual, 0)) AS money
FROM touched AS t
JOIN evaluation AS e ON e.evaluation_id = t.evaluation_id
GROUP BY
    t.code, t.weight, coalesce(e.project_type, ''),
    CASE WHEN e.budget_annual >= 1000 THEN 4 WHEN e.budget_annual >= 200 THEN 3 WHEN e.budget_annual >= 50 THEN 2
        WHEN e.budget_annual >= 10 THEN 1 ELSE 0 END
ORDER BY t.code NULLS LAST, t.weight NULLS LAST, project_type NULLS LAST, size NULLS LAST
