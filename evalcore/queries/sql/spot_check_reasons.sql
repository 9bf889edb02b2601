-- The finding codes of some evaluations, each once at its gravest severity.
WITH
-- with picked
chosen AS (
    SELECT e.evaluation_id, e.number
    FROM evaluation AS e
    WHERE e.number IN (SELECT p.number FROM picked AS p)
)
SELECT
    c.evaluation_id,
    f.code,
    min(CASE WHEN f.severity = 'red' THEN 0 WHEN f.severity = 'yellow' THEN 1 ELSE 2 END) AS place
FROM chosen AS c
JOIN finding AS f ON f.evaluation_number = c.number
WHERE f.status IN ('待核实', '属实')
GROUP BY c.evaluation_id, f.code
ORDER BY c.evaluation_id NULLS LAST, place NULLS LAST, f.code NULLS LAST
