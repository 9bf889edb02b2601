-- One evaluation by its id, whatever the filters say: the header of /project.
SELECT e.*
FROM all_evaluation AS e
WHERE e.number IN (SELECT k.number FROM evaluation_key AS k WHERE k.evaluation_id = CAST($id AS VARCHAR))
