-- How often each finding code stands in the selection, open and closed.
SELECT
    f.code,
    count(*) AS findings,
    count(DISTINCT f.evaluation_id) AS evaluations,
    sum(CASE WHEN f.status = '待核实' THEN 1 ELSE 0 END) AS open
FROM finding AS f
GROUP BY f.code
ORDER BY f.code NULLS LAST
