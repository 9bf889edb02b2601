-- 结果应用: evaluations that an outsider graded 中 or 差, or with a confirmed finding (属实), of the years asked for; what was
-- put right, and whether the next year's initial budget followed. A self-score never stands here: money is not tied to it.
-- next: from the budget (next_budget), else from next year's self-evaluation of the same project or the one it became.
WITH confirmed AS (
    SELECT f.evaluation_id, count(*) AS findings
    FROM finding AS f
    WHERE f.status = '属实' AND f.evaluation_id IS NOT NULL
    GROUP BY f.evaluation_id
),
repeated AS (
    SELECT f.evaluation_id, count(*) AS findings
    FROM finding AS f
    WHERE f.code = 'X_REPEAT_FINDING' AND f.evaluation_id IS NOT NULL
    GROUP BY f.evaluation_id
),
chosen AS (
    SELECT
        e.evaluation_id, e.year, e.department_code, e.department, e.project_key, e.project, e.method,
        CASE WHEN e.method = '单位自评' THEN e.review_grade ELSE coalesce(e.review_grade, e.self_grade) END AS outside_grade,
        e.budget_initial, e.budget_annual,
        coalesce(c.findings, 0) AS confirmed,
        coalesce(r.findings, 0) AS repeated
    FROM evaluation AS e
    LEFT JOIN confirmed AS c ON c.evaluation_id = e.evaluation_id
    LEFT JOIN repeated AS r ON r.evaluation_id = e.evaluation_id
    WHERE e.year IN (SELECT unnest($years))
),
low AS (
    SELECT * FROM chosen WHERE outside_grade IN ('中', '差') OR confirmed > 0
),
named AS (
    SELECT l.evaluation_id, l.project_key, l.year FROM low AS l
    UNION ALL
    SELECT l.evaluation_id, k.to_key, l.year
    FROM low AS l
    JOIN project_link AS k ON k.from_key = l.project_key AND k.year = l.year + 1 AND k.status <> '不认可'
),
planned AS (
    SELECT n.evaluation_id, max(b.budget_initial) AS initial
    FROM named AS n
    JOIN next_budget AS b ON b.project_key = n.project_key AND b.year = n.year + 1
    GROUP BY n.evaluation_id
),
stated AS (
    SELECT n.evaluation_id, max(e.budget_initial) AS initial
    FROM named AS n
    JOIN all_evaluation AS e ON e.project_key = n.project_key AND e.year = n.year + 1 AND e.method = '单位自评'
    GROUP BY n.evaluation_id
),
recorded AS (
    SELECT
        project_key,
        year,
        count(*) AS problems,
        sum(CASE WHEN status <> '已整改' THEN 1 ELSE 0 END) AS open
    FROM rectification
    GROUP BY project_key, year
)
SELECT
    l.evaluation_id, l.year, l.department_code, l.department, l.project, l.method, l.outside_grade, l.confirmed,
    l.repeated, l.budget_initial, l.budget_annual,
    coalesce(p.initial, s.initial) AS next_initial,
    CASE WHEN p.initial IS NOT NULL THEN '下年度预算' WHEN s.initial IS NOT NULL THEN '下年度评价表' END AS next_from,
    coalesce(r.problems, 0) AS problems,
    coalesce(r.open, 0) AS open_problems,
    count(*) OVER () AS total
FROM low AS l
LEFT JOIN planned AS p ON p.evaluation_id = l.evaluation_id
LEFT JOIN stated AS s ON s.evaluation_id = l.evaluation_id
LEFT JOIN recorded AS r ON r.project_key = l.project_key AND r.year = l.year
ORDER BY l.department_code NULLS LAST, l.year NULLS LAST, l.evaluation_id NULLS LAST
LIMIT $rows
