-- Self minus recomputed and self minus review, by department and/or year ($by: all, department, year, both).
-- Each mean is over rows that have both scores; *_weighted over those that have a positive annual budget too.
-- recomputed_least and _most: the mean gap if every judged point went to the project, or none (strict interval).
-- own_*: the self-scores of the reviewed rows, so that self and review stand side by side over the same rows.
WITH grouped AS (
    SELECT
        CASE WHEN CAST($by AS VARCHAR) IN ('department', 'both') THEN department_code ELSE '' END AS department_code,
        CASE WHEN CAST($by AS VARCHAR) IN ('year', 'both') THEN year ELSE 0 END AS year,
        c.department, c.evaluations, c.money, c.self_scored, c.self_full, c.self_top, c.self_graded, c.self_excellent,
        c.recomputed_scored, c.recomputed_full, c.recomputed_top, c.recomputed_graded, c.recomputed_excellent,
        c.paired, c.paired_gap, c.with_high, c.least_gap, c.with_low, c.most_gap, c.with_coverage, c.coverage,
        c.above, c.below, c.paired_weighted, c.paired_weight, c.reviewed, c.reviewed_gap, c.reviewed_weighted,
        c.reviewed_weight, c.reviewed_money, c.own_full, c.own_top, c.review_full, c.review_top, c.both_graded,
        c.agreed, c.own_excellent, c.review_excellent
    FROM evaluation_cell AS c
)
SELECT
    department_code,
    min(department) AS department,
    year,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    CAST(sum(self_scored) AS BIGINT) AS self_scored,
    CAST(sum(self_full) AS BIGINT) AS self_full,
    CAST(sum(self_top) AS BIGINT) AS self_top,
    CAST(sum(self_graded) AS BIGINT) AS self_graded,
    CAST(sum(self_excellent) AS BIGINT) AS self_excellent,
    CAST(sum(recomputed_scored) AS BIGINT) AS recomputed_scored,
    CAST(sum(recomputed_full) AS BIGINT) AS recomputed_full,
    CAST(sum(recomputed_top) AS BIGINT) AS recomputed_top,
    CAST(sum(recomputed_graded) AS BIGINT) AS recomputed_graded,
    CAST(sum(recomputed_excellent) AS BIGINT) AS recomputed_excellent,
    CAST(sum(paired) AS BIGINT) AS recomputed_paired,
    CAST(sum(paired_gap) AS DOUBLE) / nullif(sum(paired), 0) AS recomputed_gap,
    CAST(sum(least_gap) AS DOUBLE) / nullif(sum(with_high), 0) AS recomputed_least,
    CAST(sum(most_gap) AS DOUBLE) / nullif(sum(with_low), 0) AS recomputed_most,
    sum(coverage) / nullif(sum(with_coverage), 0) AS coverage,
    CAST(sum(above) AS BIGINT) AS above,
    CAST(sum(below) AS BIGINT) AS below,
    CAST(sum(paired_weighted) AS DOUBLE) / nullif(CAST(sum(paired_weight) AS DOUBLE), 0) AS recomputed_weighted,
    CAST(sum(reviewed) AS BIGINT) AS reviewed,
    CAST(sum(reviewed_gap) AS DOUBLE) / nullif(sum(reviewed), 0) AS review_gap,
    CAST(sum(reviewed_weighted) AS DOUBLE) / nullif(CAST(sum(reviewed_weight) AS DOUBLE), 0) AS review_weighted,
    sum(reviewed_money) AS reviewed_money,
    sum(money) AS money,
    CAST(sum(own_full) AS BIGINT) AS own_full,
    CAST(sum(own_top) AS BIGINT) AS own_top,
    CAST(sum(review_full) AS BIGINT) AS review_full,
    CAST(sum(review_top) AS BIGINT) AS review_top,
    CAST(sum(both_graded) AS BIGINT) AS both_graded,
    CAST(sum(agreed) AS BIGINT) AS agreed,
    CAST(sum(own_excellent) AS BIGINT) AS own_excellent,
    CAST(sum(review_excellent) AS BIGINT) AS review_excellent
FROM grouped
GROUP BY department_code, year
ORDER BY department_code NULLS LAST, year NULLS LAST
