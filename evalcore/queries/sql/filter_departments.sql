-- Departments of the dataset in budget-code order; the name is that of the latest year.
WITH named AS (
    SELECT
        department_code,
        department,
        row_number() OVER (
            PARTITION BY department_code ORDER BY year DESC NULLS LAST, evaluation_id ASC NULLS LAST
        ) AS age
    FROM all_evaluation
)
SELECT department_code, department FROM named WHERE age = 1 ORDER BY department_code NULLS LAST
