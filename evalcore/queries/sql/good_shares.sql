-- 优良率 by who scored, so that the self-evaluated one is never alone. Selection: all methods.
-- An outside evaluation's own total stands in its 得分 column; a review beside a self-evaluation in its 复核 column.
WITH graded AS (
    SELECT '自评' AS scored_by, 1 AS place, self_grade AS given, evaluations, with_annual, money
    FROM class_cell WHERE method = '单位自评' AND self_grade IS NOT NULL
    UNION ALL
    SELECT '复核', 2, review_grade, evaluations, with_annual, money
    FROM class_cell WHERE method = '单位自评' AND review_grade IS NOT NULL
    UNION ALL
    SELECT '复算', 3, recomputed_grade, evaluations, with_annual, money
    FROM class_cell WHERE method = '单位自评' AND recomputed_grade IS NOT NULL
    UNION ALL
    SELECT method, CASE WHEN method = '部门评价' THEN 4 ELSE 5 END, coalesce(review_grade, self_grade),
        evaluations, with_annual, money
    FROM class_cell WHERE method IN ('部门评价', '财政评价') AND coalesce(review_grade, self_grade) IS NOT NULL
)
SELECT
    scored_by,
    CAST(sum(evaluations) AS BIGINT) AS graded,
    CAST(sum(CASE WHEN given IN ('优', '良') THEN evaluations ELSE 0 END) AS BIGINT) AS good,
    sum(money) AS money,
    sum(CASE WHEN given IN ('优', '良') THEN money WHEN with_annual > 0 THEN 0 END) AS good_money
FROM graded
GROUP BY scored_by, place
ORDER BY place NULLS LAST
