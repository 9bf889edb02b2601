-- Quantiles of the chosen score by department, in budget-code order.
WITH marked AS (
    SELECT
        department_code, min(department) AS name, CAST(sum(scored) AS BIGINT) AS scored,
        CAST(sum(full_marks) AS BIGINT) AS full_marks, CAST(sum(high_marks) AS BIGINT) AS high_marks
    FROM grade_cell
    GROUP BY department_code
),
spread AS (
    -- 0 and 1: the lowest and the highest
    SELECT department_code, percentile_cont($shares) WITHIN GROUP (ORDER BY score) AS quantiles -- one pass for all of them
    FROM evaluation
    WHERE score IS NOT NULL
    GROUP BY department_code
)
SELECT m.department_code AS code, m.name, m.scored, s.quantiles, m.full_marks, m.high_marks
FROM marked AS m
JOIN spread AS s ON s.department_code = m.department_code
ORDER BY code NULLS LAST
