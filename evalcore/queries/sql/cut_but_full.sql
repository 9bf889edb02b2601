-- Projects whose budget was cut by more than $cut during the year and that report 100 % execution, largest cut first.
-- transferred: the part of the cut that is a typed transfer to another unit (划出).
WITH moved AS (
    SELECT m.evaluation_id, sum(m.amount) AS amount
    FROM movement AS m
    WHERE m.kind = '划出' AND m.direction = '-'
    GROUP BY m.evaluation_id
)
SELECT
    e.evaluation_id,
    e.department,
    e.project,
    e.year,
    e.budget_initial,
    e.budget_annual,
    e.executed,
    e.budget_initial - e.budget_annual AS cut,
    coalesce(v.amount, 0) AS transferred,
    e.execution_rate,
    e.initial_execution_rate,
    count(*) OVER () AS total,
    sum(e.budget_initial - e.budget_annual) OVER () AS total_cut,
    sum(coalesce(v.amount, 0)) OVER () AS total_transferred
FROM evaluation AS e
LEFT JOIN moved AS v ON v.evaluation_id = e.evaluation_id
WHERE e.budget_initial > 0
  AND e.budget_initial - e.budget_annual > e.budget_initial * CAST($cut AS DECIMAL(9, 4))
  AND (e.printed_rate >= 1 OR (e.budget_annual > 0 AND e.executed >= e.budget_annual))
ORDER BY e.budget_initial - e.budget_annual DESC NULLS LAST, e.evaluation_id NULLS LAST
LIMIT $rows OFFSET $skip
