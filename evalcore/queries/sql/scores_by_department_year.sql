-- Median and spread of the chosen score by department and year, a department that became one other under the later
-- code (机构改革; two steps of it are followed). In budget-code order.
WITH once AS (
    -- a department split into several has no single successor
    SELECT from_code, min(to_code) AS to_code, min(year) AS year
    FROM succession
    WHERE from_code <> to_code
    GROUP BY from_code
    HAVING count(DISTINCT to_code) = 1
),
touched AS (
    SELECT from_code AS code FROM once UNION SELECT to_code FROM once
),
followed AS (
    SELECT
        e.year,
        coalesce(t.to_code, s.to_code, e.department_code) AS code,
        e.department,
        e.department_code,
        e.score,
        e.grade
    FROM evaluation AS e
    LEFT JOIN once AS s ON s.from_code = e.department_code AND e.year < s.year
    LEFT JOIN once AS t ON t.from_code = s.to_code AND e.year < t.year
    WHERE e.score IS NOT NULL AND e.department_code IN (SELECT code FROM touched)
),
merged AS (
    SELECT
        code, year, max(department) AS name, coalesce(
            max(CASE WHEN department_code <> code AND department <> '（未填）' THEN department END),
            max(CASE WHEN department_code <> code THEN department END)
        ) AS former,
        count(score) AS scored,
        percentile_cont(0.25) WITHIN GROUP (ORDER BY score) AS p25,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY score) AS p50,
        percentile_cont(0.75) WITHIN GROUP (ORDER BY score) AS p75,
        count(grade) AS graded,
        CAST(sum(CASE WHEN grade IN ('优', '良') THEN 1 ELSE 0 END) AS BIGINT) AS good
    FROM followed
    GROUP BY code, year
)
SELECT code, year, name, former, scored, p25, p50, p75, graded, good FROM merged
UNION ALL
SELECT c.department_code, c.year, c.department, CAST(NULL AS VARCHAR), c.scored, c.p25, c.p50, c.p75, c.graded, c.good
FROM spread_cell AS c
WHERE c.department_code NOT IN (SELECT code FROM touched)
ORDER BY code NULLS LAST, year NULLS LAST
