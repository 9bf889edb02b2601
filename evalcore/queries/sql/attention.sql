-- 需关注事项: what open red and yellow findings touch, by code, severity and kind of project (type and size of the budget).
-- One evaluation counts once a code, at its gravest severity. weight: 2 red, 1 yellow; how much that counts is insight's.
WITH weighted AS (
    SELECT code, 2 AS weight, project_type, size, suspects_red AS evaluations, money_red AS money
    FROM code_year WHERE suspects_red > 0
    UNION ALL
    SELECT code, 1, project_type, size, suspects - suspects_red, money - money_red
    FROM code_year WHERE suspects > suspects_red
)
SELECT code, weight, project_type, size, sum(evaluations) AS evaluations, sum(money) AS money
FROM weighted
GROUP BY code, weight, project_type, size
ORDER BY code NULLS LAST, weight NULLS LAST, project_type NULLS LAST, size NULLS LAST
