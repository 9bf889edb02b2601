-- whether the actual repeats the target's words (≥95% for ≥95%): read at a glance where two texts were compared each time
ALTER TABLE stored_indicator ADD COLUMN IF NOT EXISTS copied BOOLEAN;
