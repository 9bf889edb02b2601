-- Distribution of execution rates, adjusted (÷ 全年预算) and initial (÷ 年初预算), exact in the decimals of the forms.
-- bin: 0 nothing spent · 1 below 30 % · 2 to 60 · 3 to 80 · 4 to 90 · 5 to 95 · 6 to 100 · 7 exactly 100 · 8 above.
SELECT 'annual' AS kind, rate_band AS bin, count(*) AS evaluations, sum(budget_annual) AS money
FROM evaluation
WHERE rate_band IS NOT NULL
GROUP BY rate_band
UNION ALL
SELECT 'initial', initial_rate_band, count(*), sum(budget_initial)
FROM evaluation
WHERE initial_rate_band IS NOT NULL
GROUP BY initial_rate_band
ORDER BY kind NULLS LAST, bin NULLS LAST
