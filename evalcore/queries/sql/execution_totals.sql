-- grain: one row for the whole selection. Each ratio is Σ ÷ Σ over rows that have its numbers; how many have not is beside.
SELECT
    count(*) AS evaluations,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN 1 ELSE 0 END) AS with_both,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN budget_annual END) AS annual,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN executed END) AS executed,
    sum(CASE WHEN budget_annual > 0 AND executed IS NOT NULL THEN 1 ELSE 0 END) AS rated,
    sum(CASE WHEN budget_annual = 0 THEN 1 ELSE 0 END) AS zero_annual,
    sum(CASE WHEN budget_initial IS NOT NULL AND budget_annual IS NOT NULL AND executed IS NOT NULL
        THEN 1 ELSE 0 END) AS with_three,
    sum(CASE WHEN budget_initial IS NOT NULL AND budget_annual IS NOT NULL AND executed IS NOT NULL
        THEN budget_initial END) AS initial_of_three,
    sum(CASE WHEN budget_initial IS NOT NULL AND budget_annual IS NOT NULL AND executed IS NOT NULL
        THEN budget_annual END) AS annual_of_three,
    sum(CASE WHEN budget_initial IS NOT NULL AND budget_annual IS NOT NULL AND executed IS NOT NULL
        THEN executed END) AS executed_of_three,
    sum(CASE WHEN execution_rate < CAST($low AS DOUBLE) THEN 1 ELSE 0 END) AS low,
    sum(CASE WHEN execution_rate < CAST($low AS DOUBLE) THEN budget_annual - executed END) AS low_left,
    sum(CASE WHEN budget_annual > 0 AND executed = budget_annual THEN 1 ELSE 0 END) AS exactly_full,
    sum(CASE WHEN executed > budget_annual THEN 1 ELSE 0 END) AS over,
    sum(CASE WHEN budget_annual > 0 AND executed = 0 THEN 1 ELSE 0 END) AS unspent
FROM evaluation
