-- Self, review and recomputed scores of the same selection side by side; N differs and is shown.
-- paired: rows that have a self-score too; mean_gap: self minus the score, over them.
WITH valued AS (
    SELECT score_kind AS code, score AS value, evaluations AS n FROM every_score
),
-- with quantiles
marked AS (
    SELECT
        score_kind,
        CAST(sum(CASE WHEN score >= 100 THEN evaluations ELSE 0 END) AS BIGINT) AS full_marks,
        CAST(sum(CASE WHEN score >= 95 THEN evaluations ELSE 0 END) AS BIGINT) AS high_marks
    FROM every_score
    GROUP BY score_kind
),
gaps AS (
    SELECT
        sum(paired) AS recomputed_rows, CAST(sum(paired_gap) AS DOUBLE) AS recomputed_gap,
        sum(reviewed) AS review_rows, CAST(sum(reviewed_gap) AS DOUBLE) AS review_gap
    FROM evaluation_cell
)
SELECT
    k.name AS code, k.name, q.n AS scored, q.lowest, q.p10, q.p25, q.p50, q.p75, q.p90, q.highest, m.full_marks,
    m.high_marks,
    CAST(round(CASE k.place WHEN 1 THEN q.n WHEN 2 THEN g.review_rows ELSE g.recomputed_rows END) AS BIGINT) AS paired,
    CASE k.place WHEN 1 THEN 0 WHEN 2 THEN g.review_gap / nullif(g.review_rows, 0)
        ELSE g.recomputed_gap / nullif(g.recomputed_rows, 0) END AS mean_gap
FROM (
    SELECT 1 AS place, 'self' AS score_kind, '自评' AS name UNION ALL SELECT 2, 'review', '复核'
    UNION ALL SELECT 3, 'recomputed', '复算'
) AS k
JOIN marked AS m ON m.score_kind = k.score_kind
JOIN quantiles AS q ON q.code = k.score_kind
CROSS JOIN gaps AS g
ORDER BY k.place NULLS LAST
