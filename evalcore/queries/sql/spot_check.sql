-- Candidates of a spot check: self-evaluations of the selection that nobody reviewed, the first $most of each department.
-- $by 'risk': most points first. A code counts once an evaluation: points by its gravest severity, $extra more where it is
-- one of $stressed. Ties, and everything under 'random', go by a digest of $seed and the id: the same seed, the same list.
WITH stressed AS (
    SELECT f.evaluation_number, count(DISTINCT f.code) AS codes
    FROM finding AS f
    WHERE f.code IN (SELECT unnest($stressed)) AND f.evaluation_number IS NOT NULL AND f.status IN ('待核实', '属实')
    GROUP BY f.evaluation_number
),
candidate AS (
    SELECT
        e.number,
        e.department_code,
        coalesce(r.red * $red + r.yellow * $yellow + r.info * $info, 0) + coalesce(s.codes * $extra, 0) AS points
    FROM evaluation AS e
    LEFT JOIN risk_cell AS r ON r.evaluation_number = e.number
    LEFT JOIN stressed AS s ON s.evaluation_number = e.number
    WHERE e.method = '单位自评' AND e.review_score IS NULL
),
-- how far down a department's points the list can reach: only those above, and those tied with the last, are placed
reach AS (
    SELECT
        department_code,
        points,
        CAST(sum(n) OVER (PARTITION BY department_code) AS BIGINT) AS candidates,
        sum(n) OVER (PARTITION BY department_code ORDER BY points DESC NULLS LAST ROWS UNBOUNDED PRECEDING) - n AS above
    FROM (SELECT department_code, points, count(*) AS n FROM candidate GROUP BY department_code, points) AS counted
),
placed AS (
    SELECT
        c.number, c.points, r.candidates,
        row_number() OVER (
            PARTITION BY c.department_code
            ORDER BY
                CASE WHEN CAST($by AS VARCHAR) = 'risk' THEN -c.points ELSE 0 END ASC NULLS LAST,
                md5(concat(CAST($seed AS VARCHAR), e.evaluation_id)) ASC NULLS LAST,
                e.evaluation_id ASC NULLS LAST
        ) AS place
    FROM candidate AS c
    JOIN reach AS r ON r.department_code = c.department_code AND r.points = c.points
        AND (r.above < $most OR CAST($by AS VARCHAR) <> 'risk')
    JOIN evaluation AS e ON e.number = c.number
)
SELECT
    e.evaluation_id, e.department_code, e.department, e.project, e.year, e.budget_annual,
    e.self_score_approx AS self_score, e.recomputed_approx AS recomputed, e.indicator_count,
    p.points, p.candidates, p.place
FROM placed AS p
JOIN evaluation AS e ON e.number = p.number
WHERE p.place <= $most
ORDER BY e.department_code NULLS LAST, p.place NULLS LAST
