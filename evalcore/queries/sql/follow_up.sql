-- 结果应用: evaluations that an outsider graded 中 or 差, or with a confirmed finding (属实), of the years asked for; what was
-- put right, and whether the next year's initial budget followed. A self-score never stands here: money is not tied to it.
-- next: from the budget (next_budget), else from next year's self-evaluation of the same project or the one it became.
WITH confirmed AS (
    SELECT f.evaluation_number, count(*) AS findings
    FROM finding AS f
    WHERE f.status = '属实' AND f.evaluation_number IS NOT NULL
    GROUP BY f.evaluation_number
),
chosen AS (
    SELECT
        e.number, e.year, e.project_key, e.project_number, e.department_code, e.evaluation_id,
        CASE WHEN e.method = '单位自评' THEN e.review_grade ELSE coalesce(e.review_grade, e.self_grade) END AS outside_grade,
        coalesce(c.findings, 0) AS confirmed
    FROM evaluation AS e
    LEFT JOIN confirmed AS c ON c.evaluation_number = e.number
    WHERE e.year IN (SELECT unnest($years))
),
followed AS (
    SELECT c.number, c.year, c.project_key, c.project_number, c.outside_grade, c.confirmed, count(*) OVER () AS total
    FROM chosen AS c
    WHERE c.outside_grade IN ('中', '差') OR c.confirmed > 0
    ORDER BY c.department_code NULLS LAST, c.year NULLS LAST, c.evaluation_id NULLS LAST
    LIMIT $rows
),
page AS (
    SELECT
        e.evaluation_id, c.number, c.year, e.department_code, e.department, c.project_key, c.project_number, e.project,
        e.method, c.outside_grade, e.budget_initial, e.budget_annual, c.confirmed, c.total
    FROM followed AS c
    JOIN evaluation AS e ON e.number = c.number
),
repeated AS (
    SELECT f.evaluation_number, count(*) AS findings
    FROM page AS l
    JOIN finding AS f ON f.evaluation_number = l.number
    WHERE f.code = 'X_REPEAT_FINDING'
    GROUP BY f.evaluation_number
),
named AS (
    SELECT l.number, l.project_key, l.project_number, l.year FROM page AS l
    UNION ALL
    SELECT l.number, k.to_key, k.to_number, l.year
    FROM page AS l
    JOIN project_link AS k ON k.from_number = l.project_number AND k.year = l.year + 1 AND k.status <> '不认可'
),
planned AS (
    SELECT n.number, max(b.budget_initial) AS initial
    FROM named AS n
    JOIN next_budget AS b ON b.project_key = n.project_key AND b.year = n.year + 1
    GROUP BY n.number
),
stated AS (
    SELECT n.number, max(e.budget_initial) AS initial
    FROM named AS n
    JOIN all_evaluation AS e ON e.project_number = n.project_number AND e.year = n.year + 1 AND e.method = '单位自评'
    GROUP BY n.number
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
    coalesce(x.findings, 0) AS repeated,
    l.budget_initial, l.budget_annual,
    coalesce(p.initial, s.initial) AS next_initial,
    CASE WHEN p.initial IS NOT NULL THEN '下年度预算' WHEN s.initial IS NOT NULL THEN '下年度评价表' END AS next_from,
    coalesce(r.problems, 0) AS problems,
    coalesce(r.open, 0) AS open_problems,
    l.total
FROM page AS l
LEFT JOIN repeated AS x ON x.evaluation_number = l.number
LEFT JOIN planned AS p ON p.number = l.number
LEFT JOIN stated AS s ON s.number = l.number
LEFT JOIN recorded AS r ON r.project_key = l.project_key AND r.year = l.year
ORDER BY l.department_code NULLS LAST, l.year NULLS LAST, l.evaluation_id NULLS LAST
