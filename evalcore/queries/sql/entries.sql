-- What people entered about some subjects, newest first. The value stays JSON: its fields are read in Python.
SELECT n.entry_id, n.entered_at, n.who, n.subject, n.value
FROM entry AS n
WHERE n.kind = CAST($kind AS VARCHAR) AND n.subject IN (SELECT unnest($subjects))
ORDER BY n.entered_at DESC NULLS LAST, n.entry_id ASC NULLS LAST
