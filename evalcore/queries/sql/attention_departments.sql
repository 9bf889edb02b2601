-- In how many departments each code stands open, red or yellow, on an evaluation.
SELECT f.code, count(DISTINCT f.department_code) AS departments
FROM finding AS f
WHERE f.evaluation_id IS NOT NULL AND f.severity IN ('red', 'yellow') AND f.status = '待核实'
GROUP BY f.code
ORDER BY f.code NULLS LAST
