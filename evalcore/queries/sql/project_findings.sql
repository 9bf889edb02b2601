-- 疑点 of one evaluation, gravest first, in form order.
SELECT f.finding_id, f.code, f.severity, f.scope, f.position, f.message, f.numbers, f.place, f.basis, f.status
FROM finding AS f
WHERE f.evaluation_number IN (SELECT k.number FROM evaluation_key AS k WHERE k.evaluation_id = CAST($id AS VARCHAR))
ORDER BY
    CASE f.severity WHEN 'red' THEN 0 WHEN 'yellow' THEN 1 ELSE 2 END ASC NULLS LAST,
    coalesce(f.position, -1) ASC NULLS LAST,
    f.code ASC NULLS LAST,
    f.finding_id ASC NULLS LAST
