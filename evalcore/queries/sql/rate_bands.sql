-- Scores by band of the execution rate, with and without the execution points that are inside the total.
-- band: 0 nothing spent · 1 below 30 % · 2 to 60 · 3 to 80 · 4 to 90 · 5 to 95 · 6 to 100 · 7 exactly 100 · 8 above.
-- part: (total - execution score) ÷ (100 - execution points), a ratio. wide: (part - rate) ÷ part > $gap.
-- $part: 'self' or 'recomputed'. Rows without a rate, a total or (where the form has that line) an execution score are left out.
WITH parts AS (
    SELECT
        budget_annual,
        rate_band,
        execution_rate AS rate,
        CASE WHEN CAST($part AS VARCHAR) = 'recomputed' THEN recomputed_approx ELSE self_score_approx END AS total,
        CASE WHEN CAST($part AS VARCHAR) = 'recomputed' THEN coalesce(execution_recomputed, 0)
            ELSE coalesce(execution_self, 0) END AS execution_given,
        coalesce(execution_points, 0) AS execution_full
    FROM evaluation
    WHERE execution_rate IS NOT NULL
      AND (execution_points IS NULL
          OR CASE WHEN CAST($part AS VARCHAR) = 'recomputed' THEN execution_recomputed ELSE execution_self END IS NOT NULL)
),
removed AS (
    SELECT
        budget_annual, rate, total, execution_given, execution_full,
        (total - execution_given) / nullif(100 - execution_full, 0) AS part,
        rate_band AS band
    FROM parts
    WHERE total IS NOT NULL
)
SELECT
    band,
    count(*) AS evaluations,
    sum(budget_annual) AS money,
    avg(rate) AS rate,
    avg(total) AS total,
    avg(execution_given) AS execution_given,
    avg(execution_full) AS execution_full,
    avg(part) AS part,
    sum(CASE WHEN part > 0 AND (part - rate) / part > CAST($gap AS DOUBLE) THEN 1 ELSE 0 END) AS wide,
    sum(CASE WHEN part > 0 AND (part - rate) / part > CAST($gap AS DOUBLE) THEN budget_annual END) AS wide_money,
    sum(CASE WHEN total > 0 AND (total / 100 - rate) / (total / 100) > CAST($gap AS DOUBLE) THEN 1 ELSE 0 END)
        AS wide_of_total
FROM removed
WHERE part IS NOT NULL
GROUP BY band
ORDER BY band NULLS LAST
