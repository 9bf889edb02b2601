-- How targets stand to actuals by department, in budget-code order: met, over 130 %, copied, full marks.
SELECT
    i.department_code AS code,
    count(*) AS indicators,
    sum(CASE WHEN i.achievement IS NOT NULL THEN 1 ELSE 0 END) AS with_numbers,
    sum(CASE WHEN i.achievement >= CAST($over AS DOUBLE) THEN 1 ELSE 0 END) AS over_target,
    sum(CASE WHEN i.target = i.actual AND (i.target LIKE '≥%' OR i.target LIKE '≤%' OR i.target LIKE '>%'
        OR i.target LIKE '<%') THEN 1 ELSE 0 END) AS copied,
    sum(CASE WHEN i.self_score IS NOT NULL AND i.points > 0 THEN 1 ELSE 0 END) AS scored,
    sum(CASE WHEN i.points > 0 AND i.self_score >= i.points THEN 1 ELSE 0 END) AS full_marks,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY i.achievement) AS median
FROM indicator AS i
WHERE NOT i.sub_row AND (CAST($every AS BOOLEAN) OR i.level3 IN (SELECT unnest($names)))
GROUP BY i.department_code
ORDER BY i.department_code NULLS LAST
