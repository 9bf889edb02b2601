-- what stands beside a level-3 name most often, so that names of one wording and another meaning are told apart
ALTER TABLE stored_indicator_name ADD COLUMN IF NOT EXISTS level2   VARCHAR;  -- its commonest level-2 name, '' none
ALTER TABLE stored_indicator_name ADD COLUMN IF NOT EXISTS unit     VARCHAR;  -- unit of its commonest target, '' none
ALTER TABLE stored_indicator_name ADD COLUMN IF NOT EXISTS measured BOOLEAN;  -- whether that target is a number
