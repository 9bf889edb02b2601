-- Distribution of execution rates, adjusted (÷ 全年预算) and initial (÷ 年初预算), exact in the decimals of the forms.
-- bin: 0 nothing spent · 1 below 30 % · 2 to 60 · 3 to 80 · 4 to 90 · 5 to 95 · 6 to 100 · 7 exactly 100 · 8 above.
WITH rated AS (
    SELECT 'annual' AS kind, executed, budget_annual AS base
    FROM evaluation WHERE budget_annual > 0 AND executed IS NOT NULL
    UNION ALL
    SELECT 'initial', executed, budget_initial
    FROM evaluation WHERE budget_initial > 0 AND executed IS NOT NULL
),
binned AS (
    SELECT
        kind,
        base,
        CASE
            WHEN executed <= 0 THEN 0
            WHEN executed * 100 < base * 30 THEN 1
            WHEN executed * 100 < base * 60 THEN 2
            WHEN executed * 100 < base * 80 THEN 3
            WHEN executed * 100 < base * 90 THEN 4
            WHEN executed * 100 < base * 95 THEN 5
            WHEN executed < base THEN 6
            WHEN executed = base THEN 7
            ELSE 8
        END AS bin
    FROM rated
)
SELECT kind, bin, count(*) AS evaluations, sum(base) AS money
FROM binned
GROUP BY kind, bin
ORDER BY kind NULLS LAST, bin NULLS LAST
