-- Money behind high scores: annual budgets by how high the self, recomputed and review scores are, exact sums.
-- *_class: 2 at 100, 1 from 95, 0 below; NULL no score. *_grade: 2 优, 1 another grade, NULL none. agreed: 1 where self and
-- review have one grade.
SELECT
    self_class, recomputed_class, review_class, self_grade, recomputed_grade, review_grade, agreed,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    CAST(sum(with_annual) AS BIGINT) AS with_annual,
    sum(money) AS money
FROM (
    SELECT
        self_class, recomputed_class, review_class, evaluations, with_annual, money,
        CASE WHEN self_grade = '优' THEN 2 WHEN self_grade IS NOT NULL THEN 1 END AS self_grade,
        CASE WHEN recomputed_grade = '优' THEN 2 WHEN recomputed_grade IS NOT NULL THEN 1 END AS recomputed_grade,
        CASE WHEN review_grade = '优' THEN 2 WHEN review_grade IS NOT NULL THEN 1 END AS review_grade,
        CASE WHEN self_grade = review_grade THEN 1 ELSE 0 END AS agreed
    FROM class_cell
) AS e
GROUP BY self_class, recomputed_class, review_class, self_grade, recomputed_grade, review_grade, agreed
ORDER BY
    self_class NULLS LAST, recomputed_class NULLS LAST, review_class NULLS LAST, self_grade NULLS LAST,
    recomputed_grade NULLS LAST, review_grade NULLS LAST, agreed NULLS LAST
