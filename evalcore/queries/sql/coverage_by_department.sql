-- 应评、已评、未报 by department and year: the list of projects to evaluate against what was evaluated, by count and money.
-- The list knows dataset, year and department only: other filters do not restrict it.
SELECT
    year, department_code, department, listed, listed_money, evaluated, evaluated_money,
    not_submitted, not_submitted_money, no_amount
FROM listing_cell
ORDER BY department_code NULLS LAST, year NULLS LAST
