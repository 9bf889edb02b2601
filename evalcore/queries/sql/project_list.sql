-- The selection's projects, to find one: by words in name, code, unit or department. In budget-code order.
WITH matched AS (
    SELECT e.evaluation_id, e.department_code, e.year, e.project
    FROM evaluation AS e
    WHERE CAST($find AS VARCHAR) = ''
       OR instr(lower(e.project), lower(CAST($find AS VARCHAR))) > 0
       OR instr(lower(coalesce(e.unit, '')), lower(CAST($find AS VARCHAR))) > 0
       OR instr(lower(e.department), lower(CAST($find AS VARCHAR))) > 0
       OR instr(lower(coalesce(e.project_code, '')), lower(CAST($find AS VARCHAR))) > 0
),
page AS (
    SELECT evaluation_id
    FROM matched
    ORDER BY department_code ASC NULLS LAST, year DESC NULLS LAST, project ASC NULLS LAST, evaluation_id ASC NULLS LAST
    LIMIT $rows OFFSET $skip
)
SELECT
    e.evaluation_id,
    e.project,
    e.department,
    e.unit,
    e.year,
    e.budget_annual,
    e.execution_rate,
    e.self_score_approx AS self_score,
    e.review_score_approx AS review_score,
    e.recomputed_approx AS recomputed,
    e.grade_text,
    e.finding_red,
    (SELECT count(*) FROM matched) AS total
FROM page AS p
JOIN evaluation AS e ON e.evaluation_id = p.evaluation_id
ORDER BY e.department_code ASC NULLS LAST, e.year DESC NULLS LAST, e.project ASC NULLS LAST, e.evaluation_id ASC NULLS LAST
