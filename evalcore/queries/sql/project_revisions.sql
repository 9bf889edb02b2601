-- Earlier revisions of one evaluation that a later file replaced.
SELECT r.revision, r.self_score, r.recomputed, r.source_file, r.source_sha256, r.replaced_in
FROM revision AS r
WHERE r.evaluation_id = CAST($id AS VARCHAR)
ORDER BY r.revision NULLS LAST
