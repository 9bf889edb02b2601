-- grain: an id or key by which something was known until a department's name was mapped, and the one it goes by now.
-- What people said, links and addresses under the old one are read as about the new one (see alias.py).
CREATE TABLE IF NOT EXISTS stored_alias (
    dataset VARCHAR NOT NULL,
    kind    VARCHAR NOT NULL,                -- evaluation · project · finding
    old     VARCHAR NOT NULL,
    new     VARCHAR NOT NULL
);
