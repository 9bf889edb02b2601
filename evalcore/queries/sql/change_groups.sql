-- grain: one way a project stands in two years (same, ruled, moved, entered, arrived, left, departed) and link status.
-- Σ value and Σ weight of one measure (value ÷ weight is what the page shows), as exact text; parts only of same projects.
WITH several AS (
    -- most projects have one form a year; only the others are placed, and by as few columns as that takes
    SELECT
        e.number,
        row_number() OVER (
            PARTITION BY e.project_number, e.method, e.year
            ORDER BY e.copy ASC NULLS LAST, e.evaluation_id ASC NULLS LAST
        ) AS form_number
    FROM evaluation AS e
    WHERE e.year IN ($year, $before) AND NOT e.alone
),
numbered AS (
    SELECT e.*, coalesce(s.form_number, 1) AS form_number
    FROM evaluation AS e
    LEFT JOIN several AS s ON s.number = e.number
    WHERE e.year IN ($year, $before)
),
counted AS (
    SELECT
        evaluation_id, project_number, method, year, department_code, department, rule_set, score_exact, grade,
        budget_annual, executed,
        form_number,
        CASE WHEN $score_kind = 'self' THEN execution_points - execution_self
             WHEN $score_kind = 'recomputed' THEN execution_points - execution_recomputed END AS execution_lost,
        CASE WHEN $score_kind = 'self' THEN cost_points - cost_self
             WHEN $score_kind = 'recomputed' THEN cost_points - cost_recomputed END AS cost_lost,
        CASE WHEN $score_kind = 'self' THEN output_points - output_self
             WHEN $score_kind = 'recomputed' THEN output_points - output_recomputed END AS output_lost,
        CASE WHEN $score_kind = 'self' THEN benefit_points - benefit_self
             WHEN $score_kind = 'recomputed' THEN benefit_points - benefit_recomputed END AS benefit_lost,
        CASE WHEN $score_kind = 'self' THEN satisfaction_points - satisfaction_self
             WHEN $score_kind = 'recomputed' THEN satisfaction_points - satisfaction_recomputed END AS satisfaction_lost,
        CASE WHEN $score_kind = 'self' THEN decision_points - decision_self
             WHEN $score_kind = 'recomputed' THEN decision_points - decision_recomputed END AS decision_lost,
        CASE WHEN $score_kind = 'self' THEN process_points - process_self
             WHEN $score_kind = 'recomputed' THEN process_points - process_recomputed END AS process_lost
    FROM numbered
),
measured AS (
    SELECT
        c.*,
        CAST(CASE
            WHEN $measure = 'mean' THEN score_exact
            WHEN $measure = 'good' THEN CASE WHEN grade IN ('优', '良') THEN 1 WHEN grade IS NOT NULL THEN 0 END
            WHEN $measure = 'weighted' AND budget_annual > 0 THEN score_exact * budget_annual
            WHEN $measure = 'execution' AND budget_annual IS NOT NULL THEN executed
        END AS DECIMAL(30, 10)) AS v,
        CAST(CASE
            WHEN $measure = 'mean' AND score_exact IS NOT NULL THEN 1
            WHEN $measure = 'good' AND grade IS NOT NULL THEN 1
            WHEN $measure = 'weighted' AND budget_annual > 0 AND score_exact IS NOT NULL THEN budget_annual
            WHEN $measure = 'execution' AND executed IS NOT NULL THEN budget_annual
        END AS DECIMAL(30, 10)) AS w
    FROM counted AS c
),
named AS (
    SELECT
        k.to_number, k.from_number, k.kind, k.status,
        row_number() OVER (PARTITION BY k.to_key ORDER BY k.from_key ASC NULLS LAST) AS of_later,
        row_number() OVER (PARTITION BY k.from_key ORDER BY k.to_key ASC NULLS LAST) AS of_earlier
    FROM project_link AS k
    WHERE k.year > $before AND k.year <= $year AND k.status <> '不认可'
      AND NOT EXISTS (SELECT 1 FROM counted AS o WHERE o.year = $year AND o.project_number = k.from_number)
      AND NOT EXISTS (SELECT 1 FROM counted AS o WHERE o.year = $before AND o.project_number = k.to_number)
),
linked AS (
    SELECT to_number, from_number, kind, status FROM named WHERE of_later = 1 AND of_earlier = 1
),
later AS (
    SELECT m.*, coalesce(k.from_number, m.project_number) AS key, k.kind, k.status
    FROM measured AS m
    LEFT JOIN linked AS k ON k.to_number = m.project_number
    WHERE m.year = $year
),
earlier AS (
    SELECT m.*, coalesce(k.to_number, m.project_number) AS later_key
    FROM measured AS m
    LEFT JOIN linked AS k ON k.from_number = m.project_number
    WHERE m.year = $before
),
-- what the selection leaves out but the data hold: a project that came from, or went to, outside it
elsewhere AS (
    SELECT DISTINCT project_number, method, year FROM all_evaluation WHERE year IN ($year, $before)
),
paired AS (
    SELECT
        CASE
            WHEN a.evaluation_id IS NULL AND b.form_number = 1 AND f.project_number IS NOT NULL THEN 'arrived'
            WHEN a.evaluation_id IS NULL THEN 'entered'
            WHEN b.evaluation_id IS NULL AND a.form_number = 1 AND t.project_number IS NOT NULL THEN 'departed'
            WHEN b.evaluation_id IS NULL THEN 'left'
            WHEN b.kind = '承接' OR (a.department_code <> b.department_code
                AND a.department <> '（未填）' AND b.department <> '（未填）') THEN 'moved'
            WHEN a.rule_set <> b.rule_set THEN 'ruled'
            ELSE 'same'
        END AS part,
        CASE WHEN a.evaluation_id IS NOT NULL THEN b.status END AS status,
        a.evaluation_id AS id_before, b.evaluation_id AS id_now,
        a.v AS v_before, a.w AS w_before, b.v AS v_now, b.w AS w_now,
        CASE WHEN a.v IS NOT NULL AND b.v IS NOT NULL THEN 1 ELSE 0 END AS both_known,
        coalesce(a.execution_lost, 0) - coalesce(b.execution_lost, 0) AS execution,
        coalesce(a.cost_lost, 0) - coalesce(b.cost_lost, 0) AS cost,
        coalesce(a.output_lost, 0) - coalesce(b.output_lost, 0) AS output,
        coalesce(a.benefit_lost, 0) - coalesce(b.benefit_lost, 0) AS benefit,
        coalesce(a.satisfaction_lost, 0) - coalesce(b.satisfaction_lost, 0) AS satisfaction,
        coalesce(a.decision_lost, 0) - coalesce(b.decision_lost, 0) AS decision,
        coalesce(a.process_lost, 0) - coalesce(b.process_lost, 0) AS process
    FROM earlier AS a
    FULL OUTER JOIN later AS b
        ON b.key = a.project_number AND b.method = a.method AND b.form_number = a.form_number
    LEFT JOIN elsewhere AS f ON f.project_number = b.key AND f.method = b.method AND f.year = $before
    LEFT JOIN elsewhere AS t ON t.project_number = a.later_key AND t.method = a.method AND t.year = $year
)
SELECT
    part,
    coalesce(status, '') AS status,
    both_known,
    count(id_before) AS evaluations_before,
    count(id_now) AS evaluations_now,
    count(v_before) AS known_before,
    count(v_now) AS known_now,
    CAST(coalesce(sum(v_before), 0) AS VARCHAR) AS v_before,
    CAST(coalesce(sum(w_before), 0) AS VARCHAR) AS w_before,
    CAST(coalesce(sum(v_now), 0) AS VARCHAR) AS v_now,
    CAST(coalesce(sum(w_now), 0) AS VARCHAR) AS w_now,
    CAST(sum(CAST(execution AS DECIMAL(18, 4))) AS VARCHAR) AS execution,
    CAST(sum(CAST(cost AS DECIMAL(18, 4))) AS VARCHAR) AS cost,
    CAST(sum(CAST(output AS DECIMAL(18, 4))) AS VARCHAR) AS output,
    CAST(sum(CAST(benefit AS DECIMAL(18, 4))) AS VARCHAR) AS benefit,
    CAST(sum(CAST(satisfaction AS DECIMAL(18, 4))) AS VARCHAR) AS satisfaction,
    CAST(sum(CAST(decision AS DECIMAL(18, 4))) AS VARCHAR) AS decision,
    CAST(sum(CAST(process AS DECIMAL(18, 4))) AS VARCHAR) AS process
FROM paired
GROUP BY part, coalesce(status, ''), both_known
ORDER BY part NULLS LAST, status NULLS LAST, both_known NULLS LAST
