-- grain: department and project type. What peer groups are made of: kind of department, money by project type and year.
-- All departments the reader may see in the selection's years, whatever departments are selected.
WITH by_year AS (
    SELECT
        department_code, coalesce(project_type, '未分类') AS project_type, year, max(kind) AS kind,
        sum(evaluations) AS evaluations, sum(with_annual) AS with_annual, sum(money) AS money
    FROM profile_cell
    GROUP BY department_code, coalesce(project_type, '未分类'), year
)
SELECT
    department_code AS code,
    max(kind) AS kind,
    project_type,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    CAST(sum(with_annual) AS BIGINT) AS with_annual,
    CAST(coalesce(sum(money), 0) AS DOUBLE) AS money,
    count(*) AS years
FROM by_year
GROUP BY department_code, project_type
ORDER BY code NULLS LAST, project_type NULLS LAST
