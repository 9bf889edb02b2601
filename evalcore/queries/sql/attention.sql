-- 需关注事项: open red and yellow findings by code, severity weight (red 3, yellow 1) × annual budgets they touch.
-- One evaluation counts once a code, at its gravest severity.
WITH touched AS (
    SELECT
        f.code,
        f.evaluation_id,
        max(CASE WHEN f.severity = 'red' THEN 3 ELSE 1 END) AS weight
    FROM finding AS f
    WHERE f.evaluation_id IS NOT NULL AND f.severity IN ('red', 'yellow') AND f.status = '待核实'
    GROUP BY f.code, f.evaluation_id
)
SELECT
    t.code,
    max(t.weight) AS weight,
    count(*) AS evaluations,
    count(DISTINCT e.department_code) AS departments,
    sum(coalesce(e.budget_annual, 0)) AS money,
    sum(t.weight * coalesce(e.budget_annual, 0)) AS rank_value
FROM touched AS t
JOIN evaluation AS e ON e.evaluation_id = t.evaluation_id
GROUP BY t.code
ORDER BY rank_value DESC NULLS LAST, t.code NULLS LAST
LIMIT $rows
