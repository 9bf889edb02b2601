-- grain: one row for the whole selection. Each ratio is Σ ÷ Σ over rows that have its numbers; how many have not is beside.
SELECT
    coalesce(CAST(sum(evaluations) AS BIGINT), 0) AS evaluations,
    coalesce(CAST(sum(with_both) AS BIGINT), 0) AS with_both,
    sum(annual_of_both) AS annual,
    sum(executed_of_both) AS executed,
    coalesce(CAST(sum(rated) AS BIGINT), 0) AS rated,
    coalesce(CAST(sum(zero_annual) AS BIGINT), 0) AS zero_annual,
    coalesce(CAST(sum(with_three) AS BIGINT), 0) AS with_three,
    sum(initial_of_three) AS initial_of_three,
    sum(annual_of_three) AS annual_of_three,
    sum(executed_of_three) AS executed_of_three,
    coalesce(CAST(sum(low) AS BIGINT), 0) AS low,
    sum(low_left) AS low_left,
    coalesce(CAST(sum(exactly_full) AS BIGINT), 0) AS exactly_full,
    coalesce(CAST(sum(over_rows) AS BIGINT), 0) AS over,
    coalesce(CAST(sum(unspent) AS BIGINT), 0) AS unspent
FROM evaluation_cell
