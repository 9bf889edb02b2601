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
)
SELECT
    code,
    year,
    max(department) AS name,
    max(CASE WHEN department_code <> code THEN department END) AS former,
    count(score) AS scored,
    percentile_cont($shares) WITHIN GROUP (ORDER BY score) AS quantiles, -- one pass for all of them
    count(grade) AS graded,
    sum(CASE WHEN grade IN ('优', '良') THEN 1 ELSE 0 END) AS good
FROM followed
WHERE score IS NOT NULL
GROUP BY code, year
ORDER BY code NULLS LAST, year NULLS LAST
