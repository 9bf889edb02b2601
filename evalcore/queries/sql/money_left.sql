-- Surplus and carry-over by department or fund source ($by: department, fund), each over the rows that have its numbers.
-- money_left: annual - executed where more was budgeted than spent; over: the other way. carried: 上年结转 rows of the forms.
WITH rows_of AS (
    SELECT
        department_code AS code, department AS name, evaluations, with_both, annual_of_both, executed_of_both, money_left,
        left_rows, money_over, carried_rows, carried, carried_spent
    FROM evaluation_cell
    WHERE CAST($by AS VARCHAR) <> 'fund'
    UNION ALL
    SELECT
        coalesce(fund_source, ''), coalesce(fund_source, '未填资金来源'), evaluations, with_both, annual_of_both,
        executed_of_both, money_left, left_rows, money_over, carried_rows, carried, carried_spent
    FROM kind_cell
    WHERE CAST($by AS VARCHAR) = 'fund'
)
SELECT
    code,
    min(name) AS name,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    CAST(sum(with_both) AS BIGINT) AS with_both,
    sum(annual_of_both) AS annual,
    sum(executed_of_both) AS executed,
    coalesce(sum(money_left), 0) AS money_left,
    CAST(sum(left_rows) AS BIGINT) AS left_rows,
    coalesce(sum(money_over), 0) AS over,
    CAST(sum(carried_rows) AS BIGINT) AS carried_rows,
    sum(carried) AS carried,
    sum(carried_spent) AS carried_spent
FROM rows_of
GROUP BY code
ORDER BY code NULLS LAST
