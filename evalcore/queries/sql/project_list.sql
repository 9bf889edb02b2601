-- The selection's projects, to find one: by words in name, code, unit or department. In budget-code order.
WITH matched AS (
    SELECT e.number, e.department_code, e.year
    FROM evaluation AS e
    WHERE CAST($find AS VARCHAR) = ''
       OR instr(lower(e.project), lower(CAST($find AS VARCHAR))) > 0
       OR instr(lower(coalesce(e.unit, '')), lower(CAST($find AS VARCHAR))) > 0
       OR instr(lower(e.department), lower(CAST($find AS VARCHAR))) > 0
       OR instr(lower(coalesce(e.project_code, '')), lower(CAST($find AS VARCHAR))) > 0
),
-- where nothing is looked for, the cells have counted already
counted AS (
    SELECT department_code, year, CAST(sum(evaluations) AS BIGINT) AS n
    FROM evaluation_cell
    WHERE CAST($find AS VARCHAR) = ''
    GROUP BY department_code, year
    UNION ALL
    SELECT department_code, year, count(*) AS n
    FROM matched
    WHERE CAST($find AS VARCHAR) <> ''
    GROUP BY department_code, year
),
-- by department and year the page is found by counting; names are compared within those it reaches only
reached AS (
    SELECT department_code, year, upto - n AS above, upto
    FROM (
        SELECT
            department_code, year, n,
            sum(n) OVER (ORDER BY department_code ASC NULLS LAST, year DESC NULLS LAST ROWS UNBOUNDED PRECEDING) AS upto
        FROM counted
    ) AS summed
),
placed AS (
    SELECT
        m.number,
        r.above + row_number() OVER (
            PARTITION BY m.department_code, m.year ORDER BY e.project ASC NULLS LAST, m.number ASC NULLS LAST
        ) AS place
    FROM matched AS m
    JOIN reached AS r ON r.department_code = m.department_code AND r.year = m.year
        AND r.above < $rows + $skip AND r.upto > $skip
    JOIN evaluation AS e ON e.number = m.number
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
    (SELECT CAST(sum(n) AS BIGINT) FROM counted) AS total
FROM placed AS p
JOIN evaluation AS e ON e.number = p.number
WHERE p.place > $skip AND p.place <= $rows + $skip
ORDER BY p.place NULLS LAST
