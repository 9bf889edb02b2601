-- A spot check: of each of the departments $codes its first self-evaluations that nobody reviewed, as many as $quotas say.
-- The selection should hold no other departments.
-- $by 'risk': most points first. A code counts once an evaluation: points by its gravest severity, $extra more where it is
-- one of $stressed. Ties, and everything under 'random', go by a digest of $seed and the id: the same seed, the same list.
WITH quota AS (
    SELECT unnest($codes) AS department_code, unnest($quotas) AS most
),
candidate AS (
    SELECT e.number, e.department_code, e.evaluation_id
    FROM evaluation AS e
    WHERE e.method = '单位自评' AND e.review_score IS NULL
),
stressed AS (
    SELECT f.evaluation_number, count(DISTINCT f.code) AS codes
    FROM finding AS f
    WHERE f.code IN (SELECT unnest($stressed)) AND f.status IN ('待核实', '属实')
      AND f.evaluation_number IS NOT NULL
    GROUP BY f.evaluation_number
),
weighed AS (
    SELECT
        c.number, c.department_code, c.evaluation_id,
        coalesce(r.red * $red + r.yellow * $yellow + r.info * $info, 0) + coalesce(s.codes * $extra, 0) AS points
    FROM candidate AS c
    LEFT JOIN risk_cell AS r ON r.evaluation_number = c.number
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
