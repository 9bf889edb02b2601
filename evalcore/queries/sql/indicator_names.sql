-- Level-3 names of the selection that hold what is looked for: $folded in the folded name or $initials among its
-- pinyin initials ('' looks for nothing). place: 0 the name itself, 1 it begins so, 2 it holds it, 3 by initials.
WITH used AS (
    SELECT name_id, sum(occurrences) AS occurrences FROM name_cell GROUP BY name_id
),
found AS (
    SELECT
        n.name_id,
        n.name,
        n.level2,
        n.unit,
        n.measured,
        CASE
            WHEN n.folded = CAST($folded AS VARCHAR) THEN 0
            WHEN instr(n.folded, CAST($folded AS VARCHAR)) = 1 THEN 1
            WHEN instr(n.folded, CAST($folded AS VARCHAR)) > 1 THEN 2
            ELSE 3
        END AS place
    FROM indicator_name AS n
    WHERE instr(n.folded, CAST($folded AS VARCHAR)) > 0
       OR (CAST($initials AS VARCHAR) <> '' AND instr(n.initials, CAST($initials AS VARCHAR)) > 0)
)
SELECT f.name_id, f.name, f.level2, f.unit, f.measured, f.place, u.occurrences, count(*) OVER () AS total
FROM found AS f
JOIN used AS u ON u.name_id = f.name_id
ORDER BY f.place NULLS LAST, u.occurrences DESC NULLS LAST, f.name_id NULLS LAST -- unique: one row a name
LIMIT $rows OFFSET $skip
