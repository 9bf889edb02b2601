-- grain: one row for the whole selection. Ratios are Σ ÷ Σ over rows that have both numbers; how many have not is beside.
WITH valued AS (
    SELECT 0 AS code, score AS value, evaluations AS n FROM score_cell
),
-- with quantiles
spent AS (
    SELECT
        coalesce(CAST(sum(evaluations) AS BIGINT), 0) AS evaluations, coalesce(CAST(sum(with_annual) AS BIGINT), 0) AS with_annual,
        sum(money) AS money, coalesce(CAST(sum(with_both) AS BIGINT), 0) AS with_both, sum(annual_of_both) AS annual_of_both,
        sum(executed_of_both) AS executed_of_both, coalesce(CAST(sum(reviewed) AS BIGINT), 0) AS reviewed,
        CAST(sum(reviewed_gap) AS DOUBLE) / nullif(sum(reviewed), 0) AS review_gap
    FROM evaluation_cell
),
graded AS (
    SELECT
        coalesce(CAST(sum(scored) AS BIGINT), 0) AS scored, coalesce(CAST(sum(weighted_rows) AS BIGINT), 0) AS weighted_rows,
        CAST(sum(weighted) AS DOUBLE) / nullif(CAST(sum(weight) AS DOUBLE), 0) AS mean_weighted,
        coalesce(CAST(sum(CASE WHEN grade IS NOT NULL THEN evaluations END) AS BIGINT), 0) AS graded,
        coalesce(CAST(sum(CASE WHEN grade IN ('优', '良') THEN evaluations ELSE 0 END) AS BIGINT), 0) AS good,
        coalesce(CAST(sum(full_marks) AS BIGINT), 0) AS full_marks, coalesce(CAST(sum(high_marks) AS BIGINT), 0) AS high_marks,
        sum(full_money) AS full_money, sum(high_money) AS high_money, sum(scored_money) AS scored_money
    FROM grade_cell
)
SELECT
    s.evaluations, s.with_annual, s.money, s.with_both, s.annual_of_both, s.executed_of_both, g.scored, g.weighted_rows,
    g.mean_weighted, q.p50 AS median, g.graded, g.good, g.full_marks, g.high_marks, g.full_money, g.high_money,
    g.scored_money, s.reviewed, s.review_gap
FROM spent AS s
CROSS JOIN graded AS g
LEFT JOIN quantiles AS q ON q.code = 0
