-- What made this and every earlier version, latest first.
WITH loads AS (
    SELECT version, loaded_at, what, files, loaded, rejected, evaluations, indicators, findings FROM (load)
)
SELECT version, loaded_at, what, files, loaded, rejected, evaluations, indicators, findings
FROM loads
ORDER BY version DESC NULLS LAST
LIMIT 200
