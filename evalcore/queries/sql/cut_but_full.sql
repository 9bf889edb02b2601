-- Projects whose budget was cut by more than $cut during the year and that report 100 % execution, largest cut first.
-- transferred: the part of the cut that is a typed transfer to another unit (划出).
WITH cut_projects AS (
    -- all and their sum beside each row: asking for them again would read every evaluation again
    SELECT
        number, budget_initial - budget_annual AS cut, count(*) OVER () AS total,
        sum(budget_initial - budget_annual) OVER () AS total_cut
    FROM evaluation
    -- the rate is quick to read and leaves out what was not cut; what is left is compared exactly
    WHERE adjustment_rate < CAST(0.000001 AS DOUBLE) - CAST($cut AS DOUBLE)
      AND budget_annual < CAST(budget_initial AS DECIMAL(28, 6)) * (1 - CAST($cut AS DECIMAL(9, 4))) AND budget_initial > 0
      AND (printed_rate >= 1 OR (budget_annual > 0 AND executed >= budget_annual))
),
moved AS (
    SELECT m.evaluation_number, sum(m.amount) AS amount
    FROM movement AS m
    WHERE m.kind = '划出' AND m.direction = '-' AND m.evaluation_number IN (SELECT c.number FROM cut_projects AS c)
    GROUP BY m.evaluation_number
),
page AS (
    SELECT number, cut, total, total_cut
    FROM cut_projects
    ORDER BY cut DESC NULLS LAST, number NULLS LAST
    LIMIT $rows OFFSET $skip
)
SELECT
    e.evaluation_id,
    e.department,
    e.project,
    e.year,
    e.budget_initial,
    e.budget_annual,
    e.executed,
    p.cut,
    coalesce(v.amount, 0) AS transferred,
    e.execution_rate,
    e.initial_execution_rate,
    p.total,
    p.total_cut,
    coalesce((SELECT sum(amount) FROM moved), 0) AS total_transferred
FROM page AS p
JOIN evaluation AS e ON e.number = p.number
LEFT JOIN moved AS v ON v.evaluation_number = p.number
ORDER BY p.cut DESC NULLS LAST, e.number NULLS LAST
