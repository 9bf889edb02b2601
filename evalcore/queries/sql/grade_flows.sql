-- Grades of the same projects in two years, form by form of each method; renamed and taken-over projects linked.
WITH
-- with parted
-- with flows
counted AS (
    SELECT grade_before, grade_now, count(*) AS evaluations, sum(budget_annual) AS money
    FROM flows
    GROUP BY grade_before, grade_now
)
SELECT grade_before, grade_now, evaluations, money
FROM counted
ORDER BY grade_before NULLS LAST, grade_now NULLS LAST
