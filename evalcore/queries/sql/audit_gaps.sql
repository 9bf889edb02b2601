-- Self minus recomputed and self minus review, by department and/or year ($by: all, department, year, both).
-- Each mean is over rows that have both scores; *_weighted over those that have a positive annual budget too.
-- recomputed_least and _most: the mean gap if every judged point went to the project, or none (strict interval).
-- own_*: the self-scores of the reviewed rows, so that self and review stand side by side over the same rows.
WITH grouped AS (
    SELECT
        CASE WHEN CAST($by AS VARCHAR) IN ('department', 'both') THEN department_code ELSE '' END AS department_code,
        min(department) AS department,
        CASE WHEN CAST($by AS VARCHAR) IN ('year', 'both') THEN year ELSE 0 END AS year,
        count(*) AS evaluations,
        count(self_score_approx) AS self_scored,
        count(CASE WHEN self_score_approx >= 100 THEN 1 END) AS self_full,
        count(CASE WHEN self_score_approx >= 95 THEN 1 END) AS self_top,
        count(CASE WHEN self_score_approx IS NOT NULL THEN self_grade END) AS self_graded,
        count(CASE WHEN self_score_approx IS NOT NULL AND self_grade = '优' THEN 1 END) AS self_excellent,
        count(recomputed_approx) AS recomputed_scored,
        count(CASE WHEN recomputed_approx >= 100 THEN 1 END) AS recomputed_full,
        count(CASE WHEN recomputed_approx >= 95 THEN 1 END) AS recomputed_top,
        count(recomputed_grade) AS recomputed_graded,
        count(CASE WHEN recomputed_grade = '优' THEN 1 END) AS recomputed_excellent,
        count(self_score_approx - recomputed_approx) AS recomputed_paired,
        avg(self_score_approx - recomputed_approx) AS recomputed_gap,
        avg(CASE WHEN recomputed_approx IS NOT NULL THEN self_score_approx - CAST(recomputed_high AS DOUBLE) END)
            AS recomputed_least,
        avg(CASE WHEN recomputed_approx IS NOT NULL THEN self_score_approx - CAST(recomputed_low AS DOUBLE) END)
            AS recomputed_most,
        avg(CASE WHEN self_score_approx IS NOT NULL AND recomputed_approx IS NOT NULL THEN coverage END) AS coverage,
        count(CASE WHEN self_score_approx - recomputed_approx > CAST($tolerance AS DOUBLE) THEN 1 END) AS above,
        count(CASE WHEN recomputed_approx - self_score_approx > CAST($tolerance AS DOUBLE) THEN 1 END) AS below,
        sum(CASE WHEN budget_annual > 0 THEN (self_score_approx - recomputed_approx) * CAST(budget_annual AS DOUBLE) END)
            / nullif(sum(CASE WHEN budget_annual > 0 AND self_score_approx IS NOT NULL AND recomputed_approx IS NOT NULL
                THEN CAST(budget_annual AS DOUBLE) END), 0) AS recomputed_weighted,
        sum(budget_annual) AS money
    FROM evaluation
    GROUP BY
        CASE WHEN CAST($by AS VARCHAR) IN ('department', 'both') THEN department_code ELSE '' END,
        CASE WHEN CAST($by AS VARCHAR) IN ('year', 'both') THEN year ELSE 0 END
),
-- few are reviewed: what is said of them is counted over them alone
of_reviewed AS (
    SELECT
        CASE WHEN CAST($by AS VARCHAR) IN ('department', 'both') THEN department_code ELSE '' END AS department_code,
        CASE WHEN CAST($by AS VARCHAR) IN ('year', 'both') THEN year ELSE 0 END AS year,
        count(self_score_approx) AS reviewed,
        avg(self_score_approx - review_score_approx) AS review_gap,
        sum(CASE WHEN budget_annual > 0 THEN (self_score_approx - review_score_approx) * CAST(budget_annual AS DOUBLE) END)
            / nullif(sum(CASE WHEN budget_annual > 0 AND self_score_approx IS NOT NULL
                THEN CAST(budget_annual AS DOUBLE) END), 0) AS review_weighted,
        sum(CASE WHEN self_score_approx IS NOT NULL THEN budget_annual END) AS reviewed_money,
        count(CASE WHEN self_score_approx >= 100 THEN 1 END) AS own_full,
        count(CASE WHEN self_score_approx >= 95 THEN 1 END) AS own_top,
        count(CASE WHEN self_score_approx IS NOT NULL AND review_score_approx >= 100 THEN 1 END) AS review_full,
        count(CASE WHEN self_score_approx IS NOT NULL AND review_score_approx >= 95 THEN 1 END) AS review_top,
        count(CASE WHEN self_score_approx IS NOT NULL AND self_grade IS NOT NULL AND review_grade IS NOT NULL
            THEN 1 END) AS both_graded,
        count(CASE WHEN self_score_approx IS NOT NULL AND self_grade = review_grade THEN 1 END) AS agreed,
        count(CASE WHEN self_score_approx IS NOT NULL AND review_grade IS NOT NULL AND self_grade = '优'
            THEN 1 END) AS own_excellent,
        count(CASE WHEN self_score_approx IS NOT NULL AND self_grade IS NOT NULL AND review_grade = '优'
            THEN 1 END) AS review_excellent
    FROM evaluation
    WHERE review_score_approx IS NOT NULL
    GROUP BY
        CASE WHEN CAST($by AS VARCHAR) IN ('department', 'both') THEN department_code ELSE '' END,
        CASE WHEN CAST($by AS VARCHAR) IN ('year', 'both') THEN year ELSE 0 END
)
SELECT
    g.department_code, g.department, g.year, g.evaluations, g.self_scored, g.self_full, g.self_top, g.self_graded,
    g.self_excellent, g.recomputed_scored, g.recomputed_full, g.recomputed_top, g.recomputed_graded,
    g.recomputed_excellent, g.recomputed_paired, g.recomputed_gap, g.recomputed_least, g.recomputed_most, g.coverage,
    g.above, g.below, g.recomputed_weighted,
    coalesce(r.reviewed, 0) AS reviewed,
    r.review_gap, r.review_weighted, r.reviewed_money, g.money,
    coalesce(r.own_full, 0) AS own_full,
    coalesce(r.own_top, 0) AS own_top,
    coalesce(r.review_full, 0) AS review_full,
    coalesce(r.review_top, 0) AS review_top,
    coalesce(r.both_graded, 0) AS both_graded,
    coalesce(r.agreed, 0) AS agreed,
    coalesce(r.own_excellent, 0) AS own_excellent,
    coalesce(r.review_excellent, 0) AS review_excellent
FROM grouped AS g
LEFT JOIN of_reviewed AS r ON r.department_code = g.department_code AND r.year = g.year
ORDER BY g.department_code NULLS LAST, g.year NULLS LAST
