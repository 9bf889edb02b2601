-- Where the money went, gross: initial budget, typed movements, what the forms leave untyped, annual budget, executed, left.
-- Only evaluations with all three amounts. step: initial · a movement kind · untyped · annual · executed · left · over.
WITH based AS (
    SELECT evaluation_id, budget_initial AS initial, budget_annual AS annual, executed
    FROM evaluation
    WHERE budget_initial IS NOT NULL AND budget_annual IS NOT NULL AND executed IS NOT NULL
),
typed AS (
    SELECT
        m.evaluation_id,
        sum(CASE WHEN m.direction = '+' THEN m.amount ELSE -m.amount END) AS net
    FROM movement AS m
    GROUP BY m.evaluation_id
),
rested AS (
    SELECT b.evaluation_id, b.annual - b.initial - coalesce(t.net, 0) AS rest
    FROM based AS b
    LEFT JOIN typed AS t ON t.evaluation_id = b.evaluation_id
),
steps AS (
    SELECT 0 AS place, 'initial' AS step, '+' AS direction, evaluation_id, initial AS amount, 0 AS inferred FROM based
    UNION ALL
    SELECT
        CASE m.kind WHEN '追加' THEN 1 WHEN '划入' THEN 2 WHEN '结转' THEN 3 WHEN '调减' THEN 5 WHEN '划出' THEN 6 ELSE 7 END,
        m.kind, m.direction, m.evaluation_id, m.amount, CASE WHEN m.inferred THEN 1 ELSE 0 END
    FROM movement AS m
    JOIN based AS b ON b.evaluation_id = m.evaluation_id
    UNION ALL
    SELECT 4, 'untyped', '+', evaluation_id, rest, 0 FROM rested WHERE rest > 0
    UNION ALL
    SELECT 8, 'untyped', '-', evaluation_id, -rest, 0 FROM rested WHERE rest < 0
    UNION ALL
    SELECT 9, 'annual', '+', evaluation_id, annual, 0 FROM based
    UNION ALL
    SELECT 10, 'executed', '-', evaluation_id, executed, 0 FROM based
    UNION ALL
    SELECT 11, 'left', '+', evaluation_id, annual - executed, 0 FROM based WHERE annual > executed
    UNION ALL
    SELECT 12, 'over', '+', evaluation_id, executed - annual, 0 FROM based WHERE annual < executed
)
SELECT
    place,
    step,
    direction,
    count(DISTINCT evaluation_id) AS evaluations,
    sum(amount) AS money,
    sum(CASE WHEN inferred = 1 THEN amount ELSE 0 END) AS inferred
FROM steps
GROUP BY place, step, direction
ORDER BY place NULLS LAST, direction NULLS LAST, step NULLS LAST
