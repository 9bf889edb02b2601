"""The tables of a version, as numbered SQL files: a new number migrates forward."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import duckdb

_CREATED = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(")
_ADDED = re.compile(r"ALTER TABLE (\w+)\s+ADD COLUMN IF NOT EXISTS (\w+)")
_NAMED = re.compile(r"(\w+)\s+[A-Z]")


@cache
def migrations() -> tuple[tuple[int, str], ...]:
    """(number, SQL) of every schema file, in order."""
    found = (path for path in files(__name__).iterdir() if path.name.endswith(".sql"))
    return tuple(sorted((int(path.name[:3]), path.read_text(encoding="utf-8")) for path in found))


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring a new or older file to the newest schema, inside the caller's transaction."""
    (exists,) = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'stored_setting'"
    ).fetchall()[0]
    done = _done(connection) if exists else frozenset()
    missing = [(number, sql) for number, sql in migrations() if number not in done]
    for _, sql in missing:
        connection.execute(sql)
    if missing:
        now = sorted(done | {number for number, _ in missing})
        connection.execute("DELETE FROM stored_setting WHERE name IN ('schema', 'migrations')")
        connection.execute(
            "INSERT INTO stored_setting VALUES ('schema', ?), ('migrations', ?)",
            [str(now[-1]), " ".join(map(str, now))],
        )
        for table, column, text in comments(tuple(now)):
            what = f"TABLE {table}" if column is None else f"COLUMN {table}.{column}"
            quoted = text.replace("'", "''")
            connection.execute(f"COMMENT ON {what} IS '{quoted}'")


@cache
def comments(numbers: tuple[int, ...]) -> tuple[tuple[str, str | None, str], ...]:
    """(table, column or None, text): what these schema files say beside their tables and columns."""
    found: dict[tuple[str, str | None], str] = {}
    for sql in (sql for number, sql in migrations() if number in numbers):
        above, table = "", ""
        for line in sql.splitlines():
            code, _, said = (part.strip() for part in line.partition("--"))
            if created := _CREATED.match(code):
                table = created[1]
                if above:
                    found[table, None] = above
            elif added := _ADDED.match(code):
                if said:
                    found[added[1], added[2]] = said
            elif code.startswith(")"):
                table = ""
            elif table and said and (named := _NAMED.match(code)):
                found[table, named[1]] = said
            above = f"{above} {said}".strip() if said and not code else ""
    return tuple((table, column, text) for (table, column), text in found.items())


def _done(connection: duckdb.DuckDBPyConnection) -> frozenset[int]:
    """The numbers of the schema files a store file has: files made before they were listed have all up to theirs."""
    rows = connection.execute("SELECT value FROM stored_setting WHERE name = 'migrations'").fetchall()
    if rows:
        return frozenset(map(int, rows[0][0].split()))
    return frozenset(range(1, schema_number(connection) + 1))


def schema_number(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the newest schema file this store file has."""
    rows = connection.execute("SELECT value FROM stored_setting WHERE name = 'schema'").fetchall()
    return int(rows[0][0]) if rows else 0


def newest_columns(table: str) -> tuple[tuple[str, str], ...]:
    """(name, SQL type) of a table's columns in the newest schema, in order."""
    return _newest().get(table, ())


@cache
def _newest() -> dict[str, tuple[tuple[str, str], ...]]:
    connection = duckdb.connect(":memory:")
    try:
        create_tables(connection)
        columns: dict[str, tuple[tuple[str, str], ...]] = {}
        for table, name, kind in connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() ORDER BY table_name, column_index"
        ).fetchall():
            columns[table] = (*columns.get(table, ()), (name, kind))
        return columns
    finally:
        connection.close()
