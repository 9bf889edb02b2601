-- How many evaluations the current filters include, leave out, and include without a score of the chosen kind.
SELECT
    (SELECT count(*) FROM all_evaluation) AS total,
    (SELECT count(*) FROM evaluation) AS selected,
    (SELECT count(*) FROM evaluation WHERE score IS NOT NULL) AS included,
    (SELECT count(*) FROM evaluation WHERE score IS NULL) AS missing,
    (SELECT count(*) FROM all_evaluation) - (SELECT count(*) FROM evaluation) AS excluded
