-- grain: one row for the whole selection. Each ratio is Σ ÷ Σ over rows that have its numbers; how many have not is beside.
SELECT
    coalesce(CAST(sum(evaluations) AS BIGINT), 0) AS evaluations,
    CAST(sum(with_both) AS BIGINT) AS with_both,
    sum(annual_of_both) AS annual,
    sum(executed_of_both) AS executed,
    CAST(sum(rated) AS BIGINT) AS rated,
    CAST(sum(zero_annual) AS BIGINT) AS zero_annual,
    CAST(sum(with_three) AS BIGINT) AS with_three,
    sum(initial_of_three) AS initial_of_three,
    sum(annual_of_three) AS annual_of_three,
    sum(executed_of_three) AS executed_of_three,
    CAST(sum(low) AS BIGINT) AS low,
    sum(low_left) AS low_left,
    CAST(sum(exactly_full) AS BIGINT) AS exactly_full,
    CAST(sum(over_rows) AS BIGINT) AS over,
    CAST(sum(unspent) AS BIGINT) AS unspent
FROM evaluation_cell
