-- Candidates of a spot check: self-evaluations of the selection that nobody reviewed, the first $most of each department.
-- $by 'risk': most points first. A code counts once an evaluation: points by its gravest severity, $extra more where it is
-- one of $stressed. Ties, and everything under 'random', go by a digest of $seed and the id: the same seed, the same list.
WITH coded AS (
    SELECT
        f.evaluation_id,
        f.code,
        max(CASE WHEN f.severity = 'red' THEN $red WHEN f.severity = 'yellow' THEN $yellow ELSE $info END) AS points
    FROM finding AS f
    WHERE f.evaluation_id IS NOT NULL AND f.status IN ('待核实', '属实')
    GROUP BY f.evaluation_id, f.code
),
risk AS (
    SELECT
        evaluation_id,
        sum(points + CASE WHEN code IN (SELECT unnest($stressed)) THEN $extra ELSE 0 END) AS points
    FROM coded
    GROUP BY evaluation_id
),
placed AS (
    SELECT
        e.evaluation_id,
        e.department_code,
        e.department,
        e.project,
        e.year,
        e.budget_annual,
        e.self_score_approx AS self_score,
        e.recomputed_approx AS recomputed,
        e.indicator_count,
        coalesce(r.points, 0) AS points,
        count(*) OVER (PARTITION BY e.department_code) AS candidates,
        row_number() OVER (
            PARTITION BY e.department_code
            ORDER BY
                CASE WHEN CAST($by AS VARCHAR) = 'risk' THEN -coalesce(r.points, 0) ELSE 0 END ASC NULLS LAST,
                md5(concat(CAST($seed AS VARCHAR), e.evaluation_id)) ASC NULLS LAST,
                e.evaluation_id ASC NULLS LAST
        ) AS place
    FROM evaluation AS e
    LEFT JOIN risk AS r ON r.evaluation_id = e.evaluation_id
    WHERE e.method = '单位自评' AND e.review_score IS NULL
)
SELECT
    evaluation_id, department_code, department, project, year, budget_annual, self_score, recomputed,
    indicator_count, points, candidates, place
FROM placed
WHERE place <= $most
ORDER BY department_code NULLS LAST, place NULLS LAST
