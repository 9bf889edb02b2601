-- The evaluations behind a mark of /audit, a page of them. A NULL parameter does not restrict.
-- $kind: 'review' or 'recomputed', rows with a self-score and that score; gap is self minus it (review first where NULL).
-- $band, $part, $wide, $gap: as rate_bands.sql counts them.
WITH placed AS (
    SELECT
        e.number, e.department_code, e.budget_annual, e.execution_rate,
        e.self_score_approx AS self_score,
        e.review_score_approx AS review_score,
        e.recomputed_approx AS recomputed,
        CASE
            WHEN CAST($kind AS VARCHAR) = 'recomputed' THEN e.self_score_approx - e.recomputed_approx
            ELSE e.self_score_approx - e.review_score_approx
        END AS gap,
        CASE WHEN CAST($part AS VARCHAR) = 'recomputed'
            THEN (e.recomputed_approx - coalesce(e.execution_recomputed, 0)) / nullif(100 - coalesce(e.execution_points, 0), 0)
            ELSE (e.self_score_approx - coalesce(e.execution_self, 0)) / nullif(100 - coalesce(e.execution_points, 0), 0)
        END AS part_rate,
        CASE WHEN e.execution_points IS NULL
            OR CASE WHEN CAST($part AS VARCHAR) = 'recomputed' THEN e.execution_recomputed ELSE e.execution_self END IS NOT NULL
            THEN 1 ELSE 0 END AS comparable,
        e.rate_band AS band
    FROM evaluation AS e
    WHERE (CAST($department AS VARCHAR) IS NULL OR e.department_code = CAST($department AS VARCHAR))
      AND ($year IS NULL OR e.year = $year)
      AND (CAST($code AS VARCHAR) IS NULL AND CAST($status AS VARCHAR) IS NULL OR e.number IN (
          SELECT f.evaluation_number FROM finding AS f
          WHERE (CAST($code AS VARCHAR) IS NOT NULL OR CAST($status AS VARCHAR) IS NOT NULL)  -- else no finding is read
            AND (CAST($code AS VARCHAR) IS NULL OR f.code = CAST($code AS VARCHAR))
            AND (CAST($status AS VARCHAR) IS NULL OR f.status = CAST($status AS VARCHAR))
            AND (CAST($severity AS VARCHAR) IS NULL OR f.severity = CAST($severity AS VARCHAR))
      ))
),
kept AS (
    SELECT
        number, department_code, self_score, review_score, recomputed, gap, part_rate,
        CASE
            WHEN CAST($sort AS VARCHAR) = 'gap' THEN -gap
            WHEN CAST($sort AS VARCHAR) = 'department' THEN 0
            ELSE -CAST(budget_annual AS DOUBLE)
        END AS place
    FROM placed
    WHERE (CAST($kind AS VARCHAR) IS NULL OR gap IS NOT NULL)
      AND ($band IS NULL OR (band = $band AND part_rate IS NOT NULL AND comparable = 1))
      AND ($wide IS NULL OR (part_rate > 0 AND comparable = 1
          AND (part_rate - execution_rate) / part_rate > CAST($gap AS DOUBLE)))
),
page AS (
    SELECT number, self_score, review_score, recomputed, gap, part_rate, place
    FROM kept
    ORDER BY place ASC NULLS LAST, department_code ASC NULLS LAST, number ASC NULLS LAST
    LIMIT $rows OFFSET $skip
)
SELECT
    e.evaluation_id, e.year, e.department, e.project, e.budget_annual, e.execution_rate,
    p.self_score, p.review_score, p.recomputed, p.gap, p.part_rate,
    (SELECT count(*) FROM kept) AS total
FROM page AS p
JOIN evaluation AS e ON e.number = p.number
ORDER BY p.place ASC NULLS LAST, e.department_code ASC NULLS LAST, e.number ASC NULLS LAST
