-- One-point bins of the chosen score, split by grade: bin 95 is [95, 96); 100 is full marks and above; 0 is below 60.
SELECT
    CASE WHEN score >= 100 THEN 100 WHEN score < 60 THEN 0 ELSE floor(score) END AS bin,
    coalesce(grade, '无等级') AS grade,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    sum(money) AS money
FROM score_cell
GROUP BY CASE WHEN score >= 100 THEN 100 WHEN score < 60 THEN 0 ELSE floor(score) END, coalesce(grade, '无等级')
ORDER BY bin NULLS LAST, grade NULLS LAST
