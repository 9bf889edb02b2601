-- Quantiles of the chosen score by year.
SELECT
    CAST(year AS VARCHAR) AS code,
    CAST(year AS VARCHAR) AS name,
    count(score) AS scored,
    min(score) AS lowest,
    percentile_cont($shares) WITHIN GROUP (ORDER BY score) AS quantiles, -- one pass for all of them
    max(score) AS highest,
    sum(CASE WHEN score >= 100 THEN 1 ELSE 0 END) AS full_marks,
    sum(CASE WHEN score >= 95 THEN 1 ELSE 0 END) AS high_marks
FROM evaluation
WHERE score IS NOT NULL
GROUP BY year
ORDER BY year NULLS LAST
