-- cells of earlier schemas were made of text keys: every place counts as changed once
DELETE FROM stored_place_digest;
