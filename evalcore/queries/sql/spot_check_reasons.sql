-- The finding codes of some evaluations, each once at its gravest severity.
SELECT
    f.evaluation_id,
    f.code,
    min(CASE WHEN f.severity = 'red' THEN 0 WHEN f.severity = 'yellow' THEN 1 ELSE 2 END) AS place
FROM finding AS f
WHERE f.evaluation_id IN (SELECT unnest($ids)) AND f.status IN ('待核实', '属实')
GROUP BY f.evaluation_id, f.code
ORDER BY f.evaluation_id NULLS LAST, place NULLS LAST, f.code NULLS LAST
