-- One evaluation by its id, whatever the filters say: the header of /project.
SELECT e.*
FROM all_evaluation AS e
WHERE e.evaluation_id = CAST($id AS VARCHAR)
