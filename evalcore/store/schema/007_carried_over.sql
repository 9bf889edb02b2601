-- What a form's money block says of funds carried over from the year before (上年结转): a part of budget_annual and of
-- executed, NULL where the form has no such row. Forms already stored are read again from their own JSON.
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS carried_annual   DECIMAL(18, 6);
ALTER TABLE stored_evaluation ADD COLUMN IF NOT EXISTS carried_executed DECIMAL(18, 6);
UPDATE stored_evaluation SET carried_annual = s.annual, carried_executed = s.executed
FROM (
    SELECT
        evaluation_id,
        sum(CAST(json_extract_string(source, '$.annual') AS DECIMAL(18, 6))) AS annual,
        sum(CAST(json_extract_string(source, '$.executed') AS DECIMAL(18, 6))) AS executed
    FROM (
        SELECT evaluation_id, unnest(CAST(json_extract(form, '$.budget.sources') AS JSON[])) AS source
        FROM stored_evaluation WHERE contains(form, '结转')
    )
    WHERE contains(json_extract_string(source, '$.label'), '结转')
    GROUP BY evaluation_id
) s
WHERE s.evaluation_id = stored_evaluation.evaluation_id;
