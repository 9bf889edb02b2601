-- Quantiles of the chosen score by year.
WITH valued AS (
    SELECT year AS code, score AS value, evaluations AS n FROM score_cell
),
-- with quantiles
marked AS (
    SELECT
        year,
        CAST(sum(CASE WHEN score >= 100 THEN evaluations ELSE 0 END) AS BIGINT) AS full_marks,
        CAST(sum(CASE WHEN score >= 95 THEN evaluations ELSE 0 END) AS BIGINT) AS high_marks
    FROM score_cell
    GROUP BY year
)
SELECT
    CAST(m.year AS VARCHAR) AS code, CAST(m.year AS VARCHAR) AS name, q.n AS scored, q.lowest, q.p10, q.p25, q.p50, q.p75,
    q.p90, q.highest, m.full_marks, m.high_marks
FROM marked AS m
JOIN quantiles AS q ON q.code = m.year
ORDER BY m.year NULLS LAST
