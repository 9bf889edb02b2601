-- How the projects of $before stand to those of $year: by project (or the one it became), method and form of the year.
-- Gives pairs (number_before, number_now, part, kind, status of a link); part: kept (in both years), entered, arrived (from
-- outside the selection), left, departed (to outside it).
placed AS (
    -- most projects have one form a year; only the others are numbered
    SELECT e.number, e.project_number, e.method, e.year, 1 AS form_number
    FROM evaluation AS e
    WHERE e.year IN ($year, $before) AND e.alone
    UNION ALL
    SELECT
        e.number, e.project_number, e.method, e.year,
        row_number() OVER (
            PARTITION BY e.project_number, e.method, e.year
            ORDER BY e.copy ASC NULLS LAST, e.evaluation_id ASC NULLS LAST
        ) AS form_number
    FROM evaluation AS e
    WHERE e.year IN ($year, $before) AND NOT e.alone
),
named AS (
    SELECT
        k.to_number, k.from_number, k.kind, k.status,
        row_number() OVER (PARTITION BY k.to_key ORDER BY k.from_key ASC NULLS LAST) AS of_later,
        row_number() OVER (PARTITION BY k.from_key ORDER BY k.to_key ASC NULLS LAST) AS of_earlier
    FROM project_link AS k
    WHERE k.year > $before AND k.year <= $year AND k.status <> '不认可'
      AND NOT EXISTS (SELECT 1 FROM placed AS o WHERE o.year = $year AND o.project_number = k.from_number)
      AND NOT EXISTS (SELECT 1 FROM placed AS o WHERE o.year = $before AND o.project_number = k.to_number)
),
linked AS (
    SELECT to_number, from_number, kind, status FROM named WHERE of_later = 1 AND of_earlier = 1
),
later AS (
    SELECT
        m.number, m.method, m.form_number, coalesce(k.from_number, m.project_number) AS key, k.kind, k.status
    FROM placed AS m
    LEFT JOIN linked AS k ON k.to_number = m.project_number
    WHERE m.year = $year
),
earlier AS (
    SELECT
        m.number, m.method, m.form_number, m.project_number, coalesce(k.to_number, m.project_number) AS later_key
    FROM placed AS m
    LEFT JOIN linked AS k ON k.from_number = m.project_number
    WHERE m.year = $before
),
-- what the selection leaves out but the data hold: a project that came from, or went to, outside it
elsewhere AS (
    SELECT DISTINCT v.project_number, v.method, v.year
    FROM all_evaluation AS v
    WHERE v.year IN ($year, $before) AND v.number NOT IN (SELECT o.number FROM placed AS o)
),
pairs AS (
    SELECT
        a.number AS number_before, b.number AS number_now, b.kind, b.status,
        CASE
            WHEN a.number IS NULL AND b.form_number = 1 AND f.project_number IS NOT NULL THEN 'arrived'
            WHEN a.number IS NULL THEN 'entered'
            WHEN b.number IS NULL AND a.form_number = 1 AND t.project_number IS NOT NULL THEN 'departed'
            WHEN b.number IS NULL THEN 'left'
            ELSE 'kept'
        END AS part
    FROM earlier AS a
    FULL OUTER JOIN later AS b
        ON b.key = a.project_number AND b.method = a.method AND b.form_number = a.form_number
    LEFT JOIN elsewhere AS f ON f.project_number = b.key AND f.method = b.method AND f.year = $before
    LEFT JOIN elsewhere AS t ON t.project_number = a.later_key AND t.method = a.method AND t.year = $year
)
