-- grain: one row for the whole selection. Ratios are Σ ÷ Σ over rows that have both numbers; how many have not is beside.
SELECT
    count(*) AS evaluations,
    count(budget_annual) AS with_annual,
    sum(budget_annual) AS money,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN 1 ELSE 0 END) AS with_both,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN budget_annual END) AS annual_of_both,
    sum(CASE WHEN budget_annual IS NOT NULL AND executed IS NOT NULL THEN executed END) AS executed_of_both,
    count(score) AS scored,
    sum(CASE WHEN score IS NOT NULL AND budget_annual > 0 THEN 1 ELSE 0 END) AS weighted_rows,
    sum(CASE WHEN budget_annual > 0 THEN score * CAST(budget_annual AS DOUBLE) END)
        / nullif(sum(CASE WHEN score IS NOT NULL AND budget_annual > 0 THEN CAST(budget_annual AS DOUBLE) END), 0)
        AS mean_weighted,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY score) AS median,
    count(grade) AS graded,
    sum(CASE WHEN grade IN ('优', '良') THEN 1 ELSE 0 END) AS good,
    sum(CASE WHEN score >= 100 THEN 1 ELSE 0 END) AS full_marks,
    sum(CASE WHEN score >= 95 THEN 1 ELSE 0 END) AS high_marks,
    sum(CASE WHEN score >= 100 THEN budget_annual END) AS full_money,
    sum(CASE WHEN score >= 95 THEN budget_annual END) AS high_money,
    sum(CASE WHEN score IS NOT NULL THEN budget_annual END) AS scored_money,
    sum(CASE WHEN self_score_approx IS NOT NULL AND review_score_approx IS NOT NULL THEN 1 ELSE 0 END) AS reviewed,
    avg(self_score_approx - review_score_approx) AS review_gap
FROM evaluation
