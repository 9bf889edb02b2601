-- How many evaluations the current filters include, leave out, and include without a score of the chosen kind.
SELECT a.total, s.selected, s.included, s.selected - s.included AS missing, a.total - s.selected AS excluded
FROM (SELECT count(*) AS total FROM all_evaluation) AS a
CROSS JOIN (
    SELECT
        coalesce(CAST(sum(evaluations) AS BIGINT), 0) AS selected,
        coalesce(CAST(sum(scored) AS BIGINT), 0) AS included
    FROM grade_cell
) AS s
