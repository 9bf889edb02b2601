-- 整改台账 of the years asked for: problem, measure, owner, due, status, and the next year's initial budget.
-- next: from the budget (next_budget), else from next year's self-evaluation, of the project or the one it became.
WITH named AS (
    SELECT DISTINCT r.project_key, r.year, r.project_key AS later_key FROM rectification AS r
    UNION
    SELECT r.project_key, r.year, k.to_key AS later_key
    FROM rectification AS r
    JOIN project_link AS k ON k.from_key = r.project_key AND k.year = r.year + 1
),
planned AS (
    SELECT n.project_key, n.year, max(b.budget_initial) AS initial
    FROM named AS n
    JOIN next_budget AS b ON b.project_key = n.later_key AND b.year = n.year + 1
    GROUP BY n.project_key, n.year
),
stated AS (
    SELECT n.project_key, n.year, max(e.budget_initial) AS initial
    FROM named AS n
    JOIN all_evaluation AS e ON e.project_key = n.later_key AND e.year = n.year + 1 AND e.method = '单位自评'
    GROUP BY n.project_key, n.year
),
own AS (
    SELECT
        project_key, year,
        min(CASE WHEN method = '单位自评' THEN evaluation_id END) AS evaluation_id,
        max(budget_initial) AS budget_initial
    FROM all_evaluation
    WHERE project_key IN (SELECT m.project_key FROM rectification AS m)
    GROUP BY project_key, year
)
SELECT
    r.rectification_id, o.evaluation_id, r.year, r.department_code, r.department, r.project, r.problem, r.measure, r.owner,
    r.due, r.status, r.note, r.changed_by, r.changed_at,
    CASE WHEN r.status <> '已整改' AND r.due < CAST($today AS DATE) THEN 1 ELSE 0 END AS overdue,
    o.budget_initial,
    coalesce(p.initial, s.initial) AS next_initial,
    CASE WHEN p.initial IS NOT NULL THEN '下年度预算' WHEN s.initial IS NOT NULL THEN '下年度评价表' END AS next_from,
    count(*) OVER () AS total
FROM rectification AS r
LEFT JOIN own AS o ON o.project_key = r.project_key AND o.year = r.year
LEFT JOIN planned AS p ON p.project_key = r.project_key AND p.year = r.year
LEFT JOIN stated AS s ON s.project_key = r.project_key AND s.year = r.year
WHERE r.year IN (SELECT unnest($years))
ORDER BY r.department_code NULLS LAST, r.year NULLS LAST, r.due NULLS LAST, r.rectification_id NULLS LAST -- unique: one row a problem
LIMIT $rows
