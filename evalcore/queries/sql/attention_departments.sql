-- In how many departments each code stands open, red or yellow, on an evaluation.
SELECT code, count(DISTINCT department_code) AS departments
FROM finding_cell
WHERE status = '待核实' AND severity IN ('red', 'yellow') AND evaluations > 0
GROUP BY code
ORDER BY code NULLS LAST
