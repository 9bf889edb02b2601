-- Self, review and recomputed scores of the same selection side by side; N differs and is shown.
WITH kinds AS (
    SELECT '自评' AS kind, 1 AS place, self_score_approx AS points, self_score_approx AS own FROM evaluation
    UNION ALL
    SELECT '复核', 2, review_score_approx, self_score_approx FROM evaluation
    UNION ALL
    SELECT '复算', 3, recomputed_approx, self_score_approx FROM evaluation
)
SELECT
    kind AS code,
    kind AS name,
    count(points) AS scored,
    min(points) AS lowest,
    percentile_cont($shares) WITHIN GROUP (ORDER BY points) AS quantiles, -- one pass for all of them
    max(points) AS highest,
    sum(CASE WHEN points >= 100 THEN 1 ELSE 0 END) AS full_marks,
    sum(CASE WHEN points >= 95 THEN 1 ELSE 0 END) AS high_marks,
    sum(CASE WHEN own IS NOT NULL THEN 1 ELSE 0 END) AS paired,
    avg(own - points) AS mean_gap
FROM kinds
WHERE points IS NOT NULL
GROUP BY kind, place
ORDER BY place NULLS LAST
