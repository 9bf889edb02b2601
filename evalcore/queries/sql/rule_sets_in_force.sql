-- Rule sets that scored the selected evaluations, and how many each; whether any row is simulated or preliminary.
SELECT
    rule_set,
    CAST(sum(evaluations) AS BIGINT) AS evaluations,
    max(CASE WHEN simulated THEN 1 ELSE 0 END) AS simulated,
    sum(CASE WHEN stage = '初步' THEN evaluations ELSE 0 END) AS preliminary,
    max(submitted) AS last_submitted
FROM rule_cell
GROUP BY rule_set
ORDER BY rule_set NULLS LAST
