-- 整改台账 of the years asked for: problem, measure, owner, due, status, and the next year's initial budget where there is one.
WITH planned AS (
    SELECT b.project_key, b.year, max(b.budget_initial) AS initial FROM next_budget AS b GROUP BY b.project_key, b.year
),
own AS (
    SELECT
        project_key, year,
        min(CASE WHEN method = '单位自评' THEN evaluation_id END) AS evaluation_id,
        max(budget_initial) AS budget_initial
    FROM all_evaluation
    GROUP BY project_key, year
)
SELECT
    r.rectification_id, o.evaluation_id, r.year, r.department_code, r.department, r.project, r.problem, r.measure, r.owner,
    r.due, r.status, r.note, r.changed_by, r.changed_at,
    CASE WHEN r.status <> '已整改' AND r.due < CAST($today AS DATE) THEN 1 ELSE 0 END AS overdue,
    o.budget_initial,
    p.initial AS next_initial
FROM rectification AS r
LEFT JOIN own AS o ON o.project_key = r.project_key AND o.year = r.year
LEFT JOIN planned AS p ON p.project_key = r.project_key AND p.year = r.year + 1
WHERE r.year IN (SELECT unnest($years))
ORDER BY r.department_code NULLS LAST, r.year NULLS LAST, r.due NULLS LAST, r.rectification_id NULLS LAST -- unique: one row a problem
LIMIT 1000
