-- Score rate of the indicator part (execution points excluded) against the execution rate, in cells, split by the gap line.
-- x: 0–19 five points of rate each, 20 = exactly 100 %, 21 = above. y: 0–49 two points of score rate each, 50 = full marks.
-- wide: (score rate − execution rate) ÷ score rate > $gap. $part: 'self' or 'recomputed'.
WITH parts AS (
    SELECT
        budget_annual,
        executed,
        execution_rate AS rate,
        CASE WHEN CAST($part AS VARCHAR) = 'recomputed'
            THEN (recomputed_approx - coalesce(execution_recomputed, 0)) / nullif(100 - coalesce(execution_points, 0), 0)
            ELSE (self_score_approx - coalesce(execution_self, 0)) / nullif(100 - coalesce(execution_points, 0), 0)
        END AS part
    FROM evaluation
    WHERE execution_rate IS NOT NULL
      AND (execution_points IS NULL
          OR CASE WHEN CAST($part AS VARCHAR) = 'recomputed' THEN execution_recomputed ELSE execution_self END IS NOT NULL)
),
cells AS (
    SELECT
        CASE WHEN executed > budget_annual THEN 21 WHEN executed = budget_annual THEN 20
            ELSE floor(rate * 20 + 0.000000001) END AS x,
        CASE WHEN part >= 0.9999999 THEN 50 WHEN part < 0 THEN 0 ELSE floor(part * 50 + 0.000000001) END AS y,
        CASE WHEN part > 0 AND (part - rate) / part > CAST($gap AS DOUBLE) THEN 1 ELSE 0 END AS wide,
        budget_annual
    FROM parts
    WHERE part IS NOT NULL
)
SELECT x, y, wide, count(*) AS evaluations, sum(budget_annual) AS money
FROM cells
GROUP BY x, y, wide
ORDER BY x NULLS LAST, y NULLS LAST, wide NULLS LAST
