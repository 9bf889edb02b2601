-- Surplus and carry-over by department or fund source ($by: department, fund), each over the rows that have its numbers.
-- money_left: annual - executed where more was budgeted than spent; over: the other way. carried: 上年结转 rows of the forms.
SELECT
    CASE WHEN CAST($by AS VARCHAR) = 'fund' THEN coalesce(fund_source, '') ELSE department_code END AS code,
    min(CASE WHEN CAST($by AS VARCHAR) = 'fund' THEN coalesce(fund_source, '未填资金来源') ELSE department END) AS name,
    count(*) AS evaluations,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN 1 ELSE 0 END) AS with_both,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN budget_annual END) AS annual,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN executed END) AS executed,
    sum(CASE WHEN budget_annual > executed THEN budget_annual - executed ELSE 0 END) AS money_left,
    sum(CASE WHEN budget_annual > executed THEN 1 ELSE 0 END) AS left_rows,
    sum(CASE WHEN executed > budget_annual THEN executed - budget_annual ELSE 0 END) AS over,
    sum(CASE WHEN carried_annual IS NOT NULL AND carried_executed IS NOT NULL THEN 1 ELSE 0 END) AS carried_rows,
    sum(CASE WHEN carried_executed IS NOT NULL THEN carried_annual END) AS carried,
    sum(CASE WHEN carried_annual IS NOT NULL THEN carried_executed END) AS carried_spent
FROM evaluation
GROUP BY CASE WHEN CAST($by AS VARCHAR) = 'fund' THEN coalesce(fund_source, '') ELSE department_code END
ORDER BY code NULLS LAST
