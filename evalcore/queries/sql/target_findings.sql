-- Findings about targets by department: set below last year's actual, as last year, every target equal to its actual.
SELECT
    department_code AS code,
    sum(CASE WHEN code = 'TG_BELOW_LAST_ACTUAL' THEN findings ELSE 0 END) AS lowered,
    sum(CASE WHEN code = 'TG_SAME_AS_LAST_YEAR' THEN findings ELSE 0 END) AS unchanged,
    sum(CASE WHEN code = 'TG_EQUALS_ACTUAL_ALL' THEN findings ELSE 0 END) AS all_equal
FROM finding_cell
WHERE code IN ('TG_BELOW_LAST_ACTUAL', 'TG_SAME_AS_LAST_YEAR', 'TG_EQUALS_ACTUAL_ALL')
GROUP BY department_code
ORDER BY department_code NULLS LAST
