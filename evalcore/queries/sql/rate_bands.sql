-- Scores by band of the execution rate, with and without the execution points that are inside the total.
-- band: 0 nothing spent · 1 below 30 % · 2 to 60 · 3 to 80 · 4 to 90 · 5 to 95 · 6 to 100 · 7 exactly 100 · 8 above.
-- part: (total - execution score) ÷ (100 - execution points), a ratio. wide: (part - rate) ÷ part > 5 %.
-- $part: 'self' or 'recomputed'. Rows without a rate, a total or (where the form has that line) an execution score are left out.
SELECT
    rate_band AS band,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    sum(money) AS money,
    sum(rate) / sum(evaluations) AS rate,
    sum(total) / sum(evaluations) AS total,
    sum(execution_given) / sum(evaluations) AS execution_given,
    sum(execution_full) / sum(evaluations) AS execution_full,
    sum(share) / sum(evaluations) AS part,
    CAST(sum(CASE WHEN wide = 1 THEN evaluations ELSE 0 END) AS BIGINT) AS wide,
    sum(CASE WHEN wide = 1 THEN money END) AS wide_money,
    CAST(sum(wide_of_total) AS BIGINT) AS wide_of_total
FROM map_cell
WHERE part = CASE WHEN CAST($part AS VARCHAR) = 'recomputed' THEN 'recomputed' ELSE 'self' END
GROUP BY rate_band
ORDER BY band NULLS LAST
