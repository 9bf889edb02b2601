-- How targets stand to actuals by department, in budget-code order: met, over 130 %, copied, full marks.
WITH named AS (
    -- of some names the rows themselves are read; of all of them, the cells below
    SELECT
        i.department_code, count(*) AS indicators, count(i.achievement) AS with_numbers,
        CAST(sum(CASE WHEN i.achievement >= CAST($over AS DOUBLE) THEN 1 ELSE 0 END) AS BIGINT) AS over_target,
        CAST(sum(CASE WHEN i.copied THEN 1 ELSE 0 END) AS BIGINT) AS copied,
        CAST(sum(CASE WHEN i.self_score IS NOT NULL AND i.points > 0 THEN 1 ELSE 0 END) AS BIGINT) AS scored,
        CAST(sum(CASE WHEN i.points > 0 AND i.self_score >= i.points THEN 1 ELSE 0 END) AS BIGINT) AS full_marks,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY i.achievement) AS median
    FROM indicator_name AS n
    JOIN indicator AS i ON i.name_id = n.name_id
    WHERE NOT CAST($every AS BOOLEAN) AND NOT i.sub_row AND n.name IN (SELECT unnest($names))
    GROUP BY i.department_code
),
over_met AS (
    SELECT department_code, CAST(sum(indicators) AS BIGINT) AS over_target
    FROM achievement_cell
    WHERE CAST($every AS BOOLEAN) AND achievement >= CAST($over AS DOUBLE)
    GROUP BY department_code
),
totals AS (
    SELECT
        m.department_code, m.indicators, m.with_numbers, m.below_target, m.on_target,
        coalesce(v.over_target, 0) AS over_target, m.copied, m.scored, m.full_marks
    FROM (
        SELECT
            department_code, CAST(sum(indicators) AS BIGINT) AS indicators, CAST(sum(with_numbers) AS BIGINT) AS with_numbers,
            CAST(sum(below_target) AS BIGINT) AS below_target, CAST(sum(on_target) AS BIGINT) AS on_target,
            CAST(sum(copied) AS BIGINT) AS copied, CAST(sum(scored) AS BIGINT) AS scored,
            CAST(sum(full_marks) AS BIGINT) AS full_marks
        FROM met_cell
        WHERE CAST($every AS BOOLEAN)
        GROUP BY department_code
    ) AS m
    LEFT JOIN over_met AS v ON v.department_code = m.department_code
),
-- most often both values around the middle are exactly on target: only the other departments' values are put in order
open AS (
    SELECT department_code FROM totals
    WHERE below_target > floor((with_numbers - 1) / 2) OR below_target + on_target <= ceil((with_numbers - 1) / 2)
),
valued AS (
    SELECT c.department_code AS code, c.achievement AS value, c.indicators AS n
    FROM open AS o
    JOIN achievement_cell AS c ON c.department_code = o.department_code
),
-- with quantiles
medians AS (
    SELECT code, p50 FROM quantiles
)
SELECT
    t.department_code AS code, t.indicators, t.with_numbers, t.over_target, t.copied, t.scored, t.full_marks,
    CASE WHEN o.department_code IS NOT NULL THEN m.p50 WHEN t.with_numbers > 0 THEN CAST(1 AS DOUBLE) END AS median
FROM totals AS t
LEFT JOIN open AS o ON o.department_code = t.department_code
LEFT JOIN medians AS m ON m.code = t.department_code
UNION ALL
SELECT
    n.department_code, n.indicators, n.with_numbers, n.over_target, n.copied, n.scored, n.full_marks, n.median
FROM named AS n
ORDER BY code NULLS LAST
