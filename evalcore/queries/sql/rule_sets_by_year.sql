-- Rule sets of the selection by year: where the one most evaluations have changes, the series has a step.
SELECT year, rule_set, CAST(sum(evaluations) AS BIGINT) AS evaluations
FROM rule_cell
GROUP BY year, rule_set
ORDER BY year NULLS LAST, evaluations DESC NULLS LAST, rule_set NULLS LAST
