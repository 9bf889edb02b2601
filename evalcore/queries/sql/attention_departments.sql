-- In how many departments each code stands open, red or yellow, on an evaluation.
SELECT code, count(DISTINCT department_code) AS departments
FROM code_cell
WHERE suspects > 0
GROUP BY code
ORDER BY code NULLS LAST
