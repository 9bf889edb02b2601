-- In how many departments each code stands open, red or yellow, on an evaluation.
SELECT code, count(*) AS departments
FROM (
    SELECT code, department_code
    FROM finding_cell
    WHERE status = '待核实' AND severity <> 'info' AND evaluations > 0 AND department_code IS NOT NULL
    GROUP BY code, department_code
) AS seen
GROUP BY code
ORDER BY code NULLS LAST
