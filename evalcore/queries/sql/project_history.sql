-- Every evaluation of one project over the years, its renamed and taken-over predecessors and successors included.
-- how: 同一项目, or the kind of the link (改名, 承接) with its status.
WITH here AS (
    SELECT e.project_number
    FROM all_evaluation AS e
    WHERE e.number IN (SELECT k.number FROM evaluation_key AS k WHERE k.evaluation_id = CAST($id AS VARCHAR))
),
before AS (
    SELECT k.from_number AS project_number, k.kind, k.status
    FROM project_link AS k WHERE k.to_number IN (SELECT project_number FROM here)
),
after AS (
    SELECT k.to_number AS project_number, k.kind, k.status
    FROM project_link AS k WHERE k.from_number IN (SELECT project_number FROM here)
),
keys AS (
    SELECT project_number, '同一项目' AS how, 0 AS place FROM here
    UNION ALL
    SELECT project_number, kind || '（' || status || '）', 1 FROM before
    UNION ALL
    SELECT project_number, kind || '（' || status || '）', 2 FROM after
    UNION ALL
    SELECT k.from_number, k.kind || '（' || k.status || '）', 3
    FROM project_link AS k WHERE k.to_number IN (SELECT project_number FROM before)
    UNION ALL
    SELECT k.to_number, k.kind || '（' || k.status || '）', 4
    FROM project_link AS k WHERE k.from_number IN (SELECT project_number FROM after)
),
nearest AS (
    SELECT
        project_number,
        how,
        row_number() OVER (PARTITION BY project_number ORDER BY place ASC NULLS LAST, how ASC NULLS LAST) AS age
    FROM keys
)
SELECT
    e.evaluation_id,
    e.year,
    e.method,
    e.subject,
    e.project,
    e.department,
    n.how,
    e.budget_initial,
    e.budget_annual,
    e.executed,
    e.execution_rate,
    e.self_score_approx AS self_score,
    e.review_score_approx AS review_score,
    e.recomputed_approx AS recomputed,
    e.self_grade,
    e.review_grade,
    e.grade_text,
    e.rule_set
FROM all_evaluation AS e
JOIN nearest AS n ON n.project_number = e.project_number AND n.age = 1
ORDER BY e.year NULLS LAST, e.method NULLS LAST, e.evaluation_id NULLS LAST
