-- Fund sources of the dataset.
SELECT DISTINCT fund_source FROM all_evaluation WHERE fund_source IS NOT NULL ORDER BY fund_source NULLS LAST
