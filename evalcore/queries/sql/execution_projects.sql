-- The rows behind a mark of /execution: a page of evaluations. A NULL parameter does not restrict.
-- bin and base_kind as in execution_bins, x, y and wide as in execution_map, step and direction as in execution_flow.
WITH typed AS ( -- twice
    SELECT
        m.evaluation_number,
        sum(CASE WHEN m.direction = '+' THEN m.amount ELSE -m.amount END) AS net,
        sum(CASE WHEN m.kind = CAST($step AS VARCHAR) AND m.direction = CAST($direction AS VARCHAR)
            THEN m.amount END) AS picked
    FROM movement AS m
    WHERE CAST($step AS VARCHAR) IS NOT NULL
    GROUP BY m.evaluation_number
),
based AS ( -- twice
    SELECT
        e.number, e.department_code, e.budget_initial, e.budget_annual, e.executed, e.execution_rate,
        e.execution_points, e.rate_band, e.initial_rate_band,
        e.budget_annual - e.budget_initial - coalesce(t.net, 0) AS rest,
        t.picked,
        CASE WHEN CAST($part AS VARCHAR) = 'recomputed'
            THEN (e.recomputed_approx - coalesce(e.execution_recomputed, 0)) / nullif(100 - coalesce(e.execution_points, 0), 0)
            ELSE (e.self_score_approx - coalesce(e.execution_self, 0)) / nullif(100 - coalesce(e.execution_points, 0), 0)
        END AS part,
        CASE WHEN CAST($part AS VARCHAR) = 'recomputed' THEN e.execution_recomputed ELSE e.execution_self END AS own_part
    FROM evaluation AS e
    LEFT JOIN typed AS t ON t.evaluation_number = e.number
    WHERE (CAST($department AS VARCHAR) IS NULL OR e.department_code = CAST($department AS VARCHAR))
      AND (CAST($low AS DOUBLE) IS NULL OR e.execution_rate < CAST($low AS DOUBLE))
),
marked AS ( -- twice
    SELECT
        b.number, b.department_code, b.budget_annual, b.execution_rate, b.part,
        CASE WHEN CAST($base_kind AS VARCHAR) = 'initial' THEN b.initial_rate_band ELSE b.rate_band END AS bin,
        CASE
            WHEN b.execution_rate IS NULL OR b.part IS NULL OR (b.execution_points IS NOT NULL AND b.own_part IS NULL)
                THEN NULL
            WHEN b.executed > b.budget_annual THEN 21
            WHEN b.executed = b.budget_annual THEN 20
            ELSE floor(b.execution_rate * 20 + 0.000000001)
        END AS x,
        CASE WHEN b.part >= 0.9999999 THEN 50 WHEN b.part < 0 THEN 0 ELSE floor(b.part * 50 + 0.000000001) END AS y,
        CASE WHEN b.part > 0 AND (b.part - b.execution_rate) / b.part > CAST($gap AS DOUBLE) THEN 1 ELSE 0 END AS wide,
        CASE
            WHEN b.budget_initial IS NULL OR b.budget_annual IS NULL OR b.executed IS NULL THEN NULL
            WHEN CAST($step AS VARCHAR) = 'initial' THEN b.budget_initial
            WHEN CAST($step AS VARCHAR) = 'annual' THEN b.budget_annual
            WHEN CAST($step AS VARCHAR) = 'executed' THEN b.executed
            WHEN CAST($step AS VARCHAR) = 'left' THEN CASE WHEN b.budget_annual > b.executed THEN b.budget_annual - b.executed END
            WHEN CAST($step AS VARCHAR) = 'over' THEN CASE WHEN b.budget_annual < b.executed THEN b.executed - b.budget_annual END
            WHEN CAST($step AS VARCHAR) = 'untyped' AND CAST($direction AS VARCHAR) = '+'
                THEN CASE WHEN b.rest > 0 THEN b.rest END
            WHEN CAST($step AS VARCHAR) = 'untyped' THEN CASE WHEN b.rest < 0 THEN -b.rest END
            ELSE b.picked
        END AS step_amount
    FROM based AS b
),
kept AS ( -- twice
    SELECT
        r.number, r.department_code, r.step_amount, r.budget_annual, r.part,
        CASE WHEN CAST($step AS VARCHAR) IS NULL THEN r.execution_rate ELSE -CAST(r.step_amount AS DOUBLE) END AS place
    FROM marked AS r
    WHERE (CAST($bin AS DOUBLE) IS NULL OR r.bin = CAST($bin AS DOUBLE))
      AND (CAST($x AS DOUBLE) IS NULL OR r.x = CAST($x AS DOUBLE))
      AND (CAST($y AS DOUBLE) IS NULL OR (r.x IS NOT NULL AND r.y = CAST($y AS DOUBLE)))
      AND (CAST($wide AS DOUBLE) IS NULL OR (r.x IS NOT NULL AND r.wide = CAST($wide AS DOUBLE)))
      AND (CAST($step AS VARCHAR) IS NULL OR r.step_amount IS NOT NULL)
),
page AS (
    SELECT number, step_amount, part, place
    FROM kept
    ORDER BY place ASC NULLS LAST, department_code ASC NULLS LAST, number ASC NULLS LAST
    LIMIT $rows OFFSET $skip
),
totals AS (
    SELECT count(*) AS total, sum(step_amount) AS total_amount, sum(budget_annual) AS total_annual FROM kept
)
SELECT
    e.evaluation_id,
    e.department,
    e.project,
    e.unit,
    e.budget_initial,
    e.budget_annual,
    e.executed,
    p.step_amount,
    e.execution_rate,
    e.initial_execution_rate,
    p.part AS part_rate,
    e.self_score_approx AS self_score,
    t.total,
    t.total_amount,
    t.total_annual
FROM page AS p
JOIN evaluation AS e ON e.number = p.number
CROSS JOIN totals AS t
ORDER BY p.place ASC NULLS LAST, e.department_code ASC NULLS LAST, e.number ASC NULLS LAST
