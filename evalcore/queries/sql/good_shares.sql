-- 优良率 by who scored, so that the self-evaluated one is never alone. Selection: all methods.
-- An outside evaluation's own total stands in its 得分 column; a review beside a self-evaluation in its 复核 column.
WITH graded AS (
    SELECT '自评' AS scored_by, 1 AS place, self_grade AS given, budget_annual
    FROM evaluation WHERE method = '单位自评' AND self_grade IS NOT NULL
    UNION ALL
    SELECT '复核', 2, review_grade, budget_annual
    FROM evaluation WHERE method = '单位自评' AND review_grade IS NOT NULL
    UNION ALL
    SELECT '复算', 3, recomputed_grade, budget_annual
    FROM evaluation WHERE method = '单位自评' AND recomputed_grade IS NOT NULL
    UNION ALL
    SELECT '部门评价', 4, coalesce(review_grade, self_grade), budget_annual
    FROM evaluation WHERE method = '部门评价' AND coalesce(review_grade, self_grade) IS NOT NULL
    UNION ALL
    SELECT '财政评价', 5, coalesce(review_grade, self_grade), budget_annual
    FROM evaluation WHERE method = '财政评价' AND coalesce(review_grade, self_grade) IS NOT NULL
)
SELECT
    scored_by,
    count(*) AS graded,
    sum(CASE WHEN given IN ('优', '良') THEN 1 ELSE 0 END) AS good,
    sum(budget_annual) AS money,
    sum(CASE WHEN given IN ('优', '良') THEN budget_annual WHEN budget_annual IS NOT NULL THEN 0 END) AS good_money
FROM graded
GROUP BY scored_by, place
ORDER BY place NULLS LAST
