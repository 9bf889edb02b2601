-- Self minus recomputed and self minus review, by department and/or year ($by: all, department, year, both).
-- Each mean is over rows that have both scores; *_weighted over those that have a positive annual budget too.
-- recomputed_least and _most: the mean gap if every judged point went to the project, or none (strict interval).
-- own_*: the self-scores of the reviewed rows, so that self and review stand side by side over the same rows.
SELECT
    CASE WHEN CAST($by AS VARCHAR) IN ('department', 'both') THEN department_code ELSE '' END AS department_code,
    min(department) AS department,
    CASE WHEN CAST($by AS VARCHAR) IN ('year', 'both') THEN year ELSE 0 END AS year,
    count(*) AS evaluations,
    count(self_score_approx) AS self_scored,
    sum(CASE WHEN self_score_approx >= 100 THEN 1 ELSE 0 END) AS self_full,
    sum(CASE WHEN self_score_approx >= 95 THEN 1 ELSE 0 END) AS self_top,
    count(CASE WHEN self_score_approx IS NOT NULL THEN self_grade END) AS self_graded,
    sum(CASE WHEN self_score_approx IS NOT NULL AND self_grade = '优' THEN 1 ELSE 0 END) AS self_excellent,
    count(recomputed_approx) AS recomputed_scored,
    sum(CASE WHEN recomputed_approx >= 100 THEN 1 ELSE 0 END) AS recomputed_full,
    sum(CASE WHEN recomputed_approx >= 95 THEN 1 ELSE 0 END) AS recomputed_top,
    count(recomputed_grade) AS recomputed_graded,
    sum(CASE WHEN recomputed_grade = '优' THEN 1 ELSE 0 END) AS recomputed_excellent,
    count(self_score_approx - recomputed_approx) AS recomputed_paired,
    avg(self_score_approx - recomputed_approx) AS recomputed_gap,
    avg(CASE WHEN recomputed_approx IS NOT NULL THEN self_score_approx - CAST(recomputed_high AS DOUBLE) END)
        AS recomputed_least,
    avg(CASE WHEN recomputed_approx IS NOT NULL THEN self_score_approx - CAST(recomputed_low AS DOUBLE) END)
        AS recomputed_most,
    avg(CASE WHEN self_score_approx IS NOT NULL AND recomputed_approx IS NOT NULL THEN coverage END) AS coverage,
    sum(CASE WHEN self_score_approx - recomputed_approx > CAST($tolerance AS DOUBLE) THEN 1 ELSE 0 END) AS above,
    sum(CASE WHEN recomputed_approx - self_score_approx > CAST($tolerance AS DOUBLE) THEN 1 ELSE 0 END) AS below,
    sum(CASE WHEN budget_annual > 0 THEN (self_score_approx - recomputed_approx) * CAST(budget_annual AS DOUBLE) END)
        / nullif(sum(CASE WHEN budget_annual > 0 AND self_score_approx IS NOT NULL AND recomputed_approx IS NOT NULL
            THEN CAST(budget_annual AS DOUBLE) END), 0) AS recomputed_weighted,
    count(self_score_approx - review_score_approx) AS reviewed,
    avg(self_score_approx - review_score_approx) AS review_gap,
    sum(CASE WHEN budget_annual > 0 THEN (self_score_approx - review_score_approx) * CAST(budget_annual AS DOUBLE) END)
        / nullif(sum(CASE WHEN budget_annual > 0 AND self_score_approx IS NOT NULL AND review_score_approx IS NOT NULL
            THEN CAST(budget_annual AS DOUBLE) END), 0) AS review_weighted,
    sum(CASE WHEN self_score_approx IS NOT NULL AND review_score_approx IS NOT NULL THEN budget_annual END)
        AS reviewed_money,
    sum(budget_annual) AS money,
    sum(CASE WHEN review_score_approx IS NOT NULL AND self_score_approx >= 100 THEN 1 ELSE 0 END) AS own_full,
    sum(CASE WHEN review_score_approx IS NOT NULL AND self_score_approx >= 95 THEN 1 ELSE 0 END) AS own_top,
    sum(CASE WHEN self_score_approx IS NOT NULL AND review_score_approx >= 100 THEN 1 ELSE 0 END) AS review_full,
    sum(CASE WHEN self_score_approx IS NOT NULL AND review_score_approx >= 95 THEN 1 ELSE 0 END) AS review_top,
    sum(CASE WHEN self_score_approx IS NOT NULL AND review_score_approx IS NOT NULL
        AND self_grade IS NOT NULL AND review_grade IS NOT NULL THEN 1 ELSE 0 END) AS both_graded,
    sum(CASE WHEN self_score_approx IS NOT NULL AND review_score_approx IS NOT NULL
        AND self_grade = review_grade THEN 1 ELSE 0 END) AS agreed,
    sum(CASE WHEN self_score_approx IS NOT NULL AND review_score_approx IS NOT NULL
        AND review_grade IS NOT NULL AND self_grade = '优' THEN 1 ELSE 0 END) AS own_excellent,
    sum(CASE WHEN self_score_approx IS NOT NULL AND review_score_approx IS NOT NULL
        AND self_grade IS NOT NULL AND review_grade = '优' THEN 1 ELSE 0 END) AS review_excellent
FROM evaluation
GROUP BY
    CASE WHEN CAST($by AS VARCHAR) IN ('department', 'both') THEN department_code ELSE '' END,
    CASE WHEN CAST($by AS VARCHAR) IN ('year', 'both') THEN year ELSE 0 END
ORDER BY department_code NULLS LAST, year NULLS LAST
