-- What made this and every earlier version, latest first.
SELECT version, loaded_at, what, files, loaded, rejected, evaluations, indicators, findings
FROM load_event
ORDER BY version DESC NULLS LAST
LIMIT 200
