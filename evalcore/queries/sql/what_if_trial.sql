-- grain: one evaluation whose rows come to something else under the setting tried. Whole 0.0001 points; -1: missing.
-- $rule_sets, $bits: by the form's own rule set, the bit of the setting tried (scoring.trial.setting).
SELECT
    t.evaluation_id,
    t.rows_points,
    coalesce(t.rows_taken, -1) AS rows_taken,
    t.rows_open,
    t.cost_points,
    coalesce(t.cost_score, -1) AS cost_score,
    t.output_points,
    coalesce(t.output_score, -1) AS output_score,
    t.benefit_points,
    coalesce(t.benefit_score, -1) AS benefit_score,
    t.satisfaction_points,
    coalesce(t.satisfaction_score, -1) AS satisfaction_score,
    t.decision_points,
    coalesce(t.decision_score, -1) AS decision_score,
    t.process_points,
    coalesce(t.process_score, -1) AS process_score
FROM trial t JOIN (SELECT unnest($rule_sets) AS rule_set, unnest($bits) AS bit) w ON w.rule_set = t.rule_set
WHERE (t.settings & w.bit) <> 0
