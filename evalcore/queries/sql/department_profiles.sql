-- grain: department and project type. What peer groups are made of: kind of department, money by project type and year.
-- All departments the reader may see in the selection's years, whatever departments are selected.
SELECT
    department_code AS code,
    max(CASE WHEN department <> '（未填）' THEN department_kind END) AS kind,
    coalesce(project_type, '未分类') AS project_type,
    count(*) AS evaluations,
    count(budget_annual) AS with_annual,
    coalesce(sum(CAST(budget_annual AS DOUBLE)), 0) AS money,
    count(DISTINCT year) AS years
FROM evaluation
GROUP BY department_code, coalesce(project_type, '未分类')
ORDER BY code NULLS LAST, project_type NULLS LAST
