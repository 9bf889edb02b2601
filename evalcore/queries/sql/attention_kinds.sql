-- How many evaluations there are of each kind of project (type and size of the budget): the base of attention.sql.
SELECT
    coalesce(project_type, '') AS project_type,
    CASE WHEN budget_annual >= 1000 THEN 4 WHEN budget_annual >= 200 THEN 3 WHEN budget_annual >= 50 THEN 2
        WHEN budget_annual >= 10 THEN 1 ELSE 0 END AS size,
    count(*) AS evaluations,
    sum(budget_annual) AS money
FROM evaluation
GROUP BY
    coalesce(project_type, ''),
    CASE WHEN budget_annual >= 1000 THEN 4 WHEN budget_annual >= 200 THEN 3 WHEN budget_annual >= 50 THEN 2
        WHEN budget_annual >= 10 THEN 1 ELSE 0 END
ORDER BY project_type NULLS LAST, size NULLS LAST
