-- How often each finding code stands in the selection, open and closed.
SELECT code, sum(findings) AS findings, sum(evaluations) AS evaluations, sum(open) AS open
FROM code_year
GROUP BY code
ORDER BY code NULLS LAST
