-- Score rate of the indicator part (execution points excluded) against the execution rate, in cells, split by the gap line.
-- x: 0–19 five points of rate each, 20 = exactly 100 %, 21 = above. y: 0–49 two points of score rate each, 50 = full marks.
-- wide: (score rate − execution rate) ÷ score rate > 5 %. $part: 'self' or 'recomputed'.
SELECT x, y, wide, CAST(sum(evaluations) AS BIGINT) AS evaluations, sum(money) AS money
FROM map_cell
WHERE part = CASE WHEN CAST($part AS VARCHAR) = 'recomputed' THEN 'recomputed' ELSE 'self' END
GROUP BY x, y, wide
ORDER BY x NULLS LAST, y NULLS LAST, wide NULLS LAST
