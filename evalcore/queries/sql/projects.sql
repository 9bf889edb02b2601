-- The rows behind a mark: a page of evaluations. A NULL parameter does not restrict. Scores are in [from, to).
WITH matched AS (
    SELECT
        e.number, e.department_code,
        CASE
            WHEN CAST($sort AS VARCHAR) = 'score' THEN e.score
            WHEN CAST($sort AS VARCHAR) = 'rate' THEN e.execution_rate
            WHEN CAST($sort AS VARCHAR) = 'department' THEN 0
            ELSE -CAST(e.budget_annual AS DOUBLE)
        END AS place
    FROM evaluation AS e
    WHERE ($year IS NULL OR e.year = $year)
      AND (CAST($department AS VARCHAR) IS NULL OR e.department_code = CAST($department AS VARCHAR))
      AND (CAST($grade AS VARCHAR) IS NULL OR coalesce(e.grade, '无等级') = CAST($grade AS VARCHAR))
      AND (CAST($score_from AS DOUBLE) IS NULL OR e.score >= CAST($score_from AS DOUBLE))
      AND (CAST($score_to AS DOUBLE) IS NULL OR e.score < CAST($score_to AS DOUBLE))
      AND (
          CAST($has AS VARCHAR) IS NULL
          OR CAST($has AS VARCHAR) = 'score' AND e.score IS NOT NULL
          OR CAST($has AS VARCHAR) = '自评' AND e.self_score_approx IS NOT NULL
          OR CAST($has AS VARCHAR) = '复核' AND e.review_score_approx IS NOT NULL
          OR CAST($has AS VARCHAR) = '复算' AND e.recomputed_approx IS NOT NULL
          OR CAST($has AS VARCHAR) = 'grade' AND e.grade IS NOT NULL
          OR CAST($has AS VARCHAR) = 'weight' AND e.score IS NOT NULL AND coalesce(e.budget_annual, 0) > 0
          OR CAST($has AS VARCHAR) = 'amounts' AND e.budget_annual IS NOT NULL AND e.executed IS NOT NULL
      )
      AND (CAST($code AS VARCHAR) IS NULL OR e.number IN (
          SELECT f.evaluation_number FROM finding AS f
          WHERE f.code = CAST($code AS VARCHAR) AND f.severity IN ('red', 'yellow') AND f.status = '待核实'
      ))
),
page AS (
    SELECT number, place
    FROM matched
    ORDER BY place ASC NULLS LAST, department_code ASC NULLS LAST, number ASC NULLS LAST
    LIMIT $rows OFFSET $skip
)
SELECT
    e.evaluation_id,
    e.year,
    e.department,
    e.project,
    e.unit,
    e.method,
    e.budget_annual,
    e.executed,
    e.execution_rate,
    e.self_score_approx AS self_score,
    e.review_score_approx AS review_score,
    e.recomputed_approx AS recomputed,
    e.grade,
    (SELECT count(*) FROM matched) AS total
FROM page AS p
JOIN evaluation AS e ON e.number = p.number
ORDER BY p.place ASC NULLS LAST, e.department_code ASC NULLS LAST, e.number ASC NULLS LAST
