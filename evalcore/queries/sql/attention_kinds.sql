-- How many evaluations there are of each kind of project (type and size of the budget): the base of attention.sql.
SELECT
    coalesce(project_type, '') AS project_type,
    coalesce(size, 0) AS size,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    sum(money) AS money
FROM kind_cell
GROUP BY coalesce(project_type, ''), coalesce(size, 0)
ORDER BY project_type NULLS LAST, size NULLS LAST
