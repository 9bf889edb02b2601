-- A spot check: of each of the departments $codes its first self-evaluations that nobody reviewed, as many as $quotas say.
-- $by 'risk': most points first. A code counts once an evaluation: points by its gravest severity, $extra more where it is
-- one of $stressed. Ties, and everything under 'random', go by a digest of $seed and the id: the same seed, the same list.
WITH quota AS (
    SELECT unnest($codes) AS department_code, unnest($quotas) AS most
),
candidate AS (
    SELECT e.number, e.department_code, e.evaluation_id
    FROM evaluation AS e
    JOIN quota AS q ON q.department_code = e.department_code
    WHERE e.method = '单位自评' AND e.review_score IS NULL
),
-- joined to the candidates, not kept by IN: they are few, and what they leave out need not be read
risky AS (
    SELECT r.evaluation_number, r.red * $red + r.yellow * $yellow + r.info * $info AS points
    FROM candidate AS c
    JOIN risk_cell AS r ON r.evaluation_number = c.number
),
stressed AS (
    SELECT f.evaluation_number, count(DISTINCT f.code) * $extra AS points
    FROM candidate AS c
    JOIN finding AS f ON f.evaluation_number = c.number
    WHERE f.code IN (SELECT unnest($stressed)) AND f.status IN ('待核实', '属实')
    GROUP BY f.evaluation_number
),
weighed AS (
    SELECT c.number, c.department_code, c.evaluation_id, coalesce(r.points, 0) + coalesce(s.points, 0) AS points
    FROM candidate AS c
    LEFT JOIN risky AS r ON r.evaluation_number = c.number
    LEFT JOIN stressed AS s ON s.evaluation_number = c.number
),
placed AS (
    SELECT
        number, department_code, points,
        row_number() OVER (
            PARTITION BY department_code
            ORDER BY
                CASE WHEN CAST($by AS VARCHAR) = 'risk' THEN -points ELSE 0 END ASC NULLS LAST,
                md5(concat(CAST($seed AS VARCHAR), evaluation_id)) ASC NULLS LAST,
                evaluation_id ASC NULLS LAST
        ) AS place
    FROM weighed
),
chosen AS (
    SELECT p.number, p.points, p.place FROM placed AS p JOIN quota AS q ON q.department_code = p.department_code AND p.place <= q.most
)
SELECT
    e.evaluation_id, e.department_code, e.department, e.project, e.year, e.budget_annual,
    e.self_score_approx AS self_score, e.recomputed_approx AS recomputed, e.indicator_count,
    p.points, p.place
FROM chosen AS p
JOIN evaluation AS e ON e.number = p.number
ORDER BY e.department_code NULLS LAST, p.place NULLS LAST
