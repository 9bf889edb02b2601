-- Departments of the dataset in budget-code order; the name is that of the latest year.
WITH named AS (
    SELECT department_code, department, max(year) AS latest
    FROM all_evaluation
    GROUP BY department_code, department
),
aged AS (
    SELECT
        department_code,
        department,
        row_number() OVER (
            PARTITION BY department_code ORDER BY latest DESC NULLS LAST, department ASC NULLS LAST
        ) AS age
    FROM named
)
SELECT department_code, department FROM aged WHERE age = 1 ORDER BY department_code NULLS LAST
