-- Quantiles of values that are counted rather than listed, linear between neighbours as percentile_cont takes them.
-- Needs valued (code, value, n: how often it occurs); gives quantiles (code, n, lowest, p10, p25, p50, p75, p90, highest).
summed AS (
    SELECT code, value, CAST(sum(n) AS BIGINT) AS n FROM valued WHERE value IS NOT NULL GROUP BY code, value
),
ranked AS (
    SELECT
        code, value,
        CAST(sum(n) OVER (PARTITION BY code ORDER BY value ASC NULLS LAST ROWS UNBOUNDED PRECEDING) AS DOUBLE) AS upto,
        CAST(sum(n) OVER (PARTITION BY code) AS DOUBLE) AS total
    FROM summed
),
neighbours AS (
    SELECT
        code, max(total) AS n, min(value) AS lowest, max(value) AS highest,
        min(CASE WHEN upto > floor((total - 1) * CAST(0.1 AS DOUBLE)) THEN value END) AS low10,
        min(CASE WHEN upto > ceil((total - 1) * CAST(0.1 AS DOUBLE)) THEN value END) AS high10,
        min(CASE WHEN upto > floor((total - 1) * CAST(0.25 AS DOUBLE)) THEN value END) AS low25,
        min(CASE WHEN upto > ceil((total - 1) * CAST(0.25 AS DOUBLE)) THEN value END) AS high25,
        min(CASE WHEN upto > floor((total - 1) * CAST(0.5 AS DOUBLE)) THEN value END) AS low50,
        min(CASE WHEN upto > ceil((total - 1) * CAST(0.5 AS DOUBLE)) THEN value END) AS high50,
        min(CASE WHEN upto > floor((total - 1) * CAST(0.75 AS DOUBLE)) THEN value END) AS low75,
        min(CASE WHEN upto > ceil((total - 1) * CAST(0.75 AS DOUBLE)) THEN value END) AS high75,
        min(CASE WHEN upto > floor((total - 1) * CAST(0.9 AS DOUBLE)) THEN value END) AS low90,
        min(CASE WHEN upto > ceil((total - 1) * CAST(0.9 AS DOUBLE)) THEN value END) AS high90
    FROM ranked
    GROUP BY code
),
quantiles AS (
    SELECT
        code, CAST(round(n) AS BIGINT) AS n, lowest, highest,
        low10 + (high10 - low10) * ((n - 1) * CAST(0.1 AS DOUBLE) - floor((n - 1) * CAST(0.1 AS DOUBLE))) AS p10,
        low25 + (high25 - low25) * ((n - 1) * CAST(0.25 AS DOUBLE) - floor((n - 1) * CAST(0.25 AS DOUBLE))) AS p25,
        low50 + (high50 - low50) * ((n - 1) * CAST(0.5 AS DOUBLE) - floor((n - 1) * CAST(0.5 AS DOUBLE))) AS p50,
        low75 + (high75 - low75) * ((n - 1) * CAST(0.75 AS DOUBLE) - floor((n - 1) * CAST(0.75 AS DOUBLE))) AS p75,
        low90 + (high90 - low90) * ((n - 1) * CAST(0.9 AS DOUBLE) - floor((n - 1) * CAST(0.9 AS DOUBLE))) AS p90
    FROM neighbours
)
