"""How rows lie in a version file: in the order the questions read them, new ones appended behind.

A load appends; `evalcore compact` puts everything in order again and leaves no dead space behind. Where a version has a
long tail (layout.toml), the next load does so itself.
"""

from __future__ import annotations

import shutil
import threading
import tomllib
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import duckdb

from evalcore.store import durable
from evalcore.store.cells import CELLS
from evalcore.store.connect import open_read_only, open_rewriting
from evalcore.store.numbers import COPIED, REPEATING, add_columns, number_evaluations
from evalcore.store.schema import migrations, schema_number

_RULE = tomllib.loads(
    files(__package__).joinpath("layout.toml").read_text(encoding="utf-8")
)  # with its reasons
SMALL = int(_RULE["smallest"])  # evaluations
TAIL = float(_RULE["advised"])  # share of evaluations behind the ordered part
AUTOMATIC = float(_RULE["automatic"])  # the same
# table → the order of its rows; the others are small
ORDER = {
    # within a department and year by score: what asks for its quantiles finds the values nearly in order
    "stored_evaluation": ("year", "department_code", "self_score_approx", "evaluation_id"),
    "stored_indicator": ("name_id", "year", "department_code", "evaluation_number", "position"),
    "stored_finding": ("code", "year", "department_code", "evaluation_number", "finding_id"),
    "stored_movement": ("evaluation_number", "position"),
    "stored_trial": ("evaluation_id", "settings"),
    "stored_sheet": ("evaluation_number", "position"),
    "stored_listing": ("year", "department_code", "project_key"),
    "stored_evaluation_key": ("evaluation_id",),
} | {f"stored_{name}": tuple(cell.order.split(", ")) for name, cell in CELLS.items() if cell.order}
_SETTING = "ordered"  # how many evaluations were in order when the file was last compacted


def copy(source: Path, target: Path) -> None:
    """The next draft as a copy; its blocks begin to reach the disk while the load is at work."""
    shutil.copyfile(source, target)

    def ahead() -> None:
        with suppress(OSError):  # the draft may be gone by now; publishing syncs again and reports
            durable.sync(target)

    threading.Thread(target=ahead, daemon=True).start()


def rewrite(source: Path, target: Path) -> None:
    """The next draft with every table written anew in its order. Raises StoreError for an unreadable source."""
    connection = open_rewriting(source, target)
    try:
        tables = connection.execute(
            """SELECT table_name, sql FROM duckdb_tables()
               WHERE database_name = 'source' AND NOT internal ORDER BY table_oid"""
        ).fetchall()
        for table, sql in tables:
            connection.execute(sql.replace(f"source.main.{table}", table))
        held = {table for table, _ in tables}
        if {"stored_evaluation", *REPEATING} <= held:
            add_columns(connection)
        for table in sorted(held, key=lambda name: (name != "stored_project", name != "stored_evaluation")):
            _copy_rows(connection, table)
            if table == "stored_evaluation":
                number_evaluations(connection)
        connection.execute("DELETE FROM stored_setting WHERE name = ?", [_SETTING])
        connection.execute(
            "INSERT INTO stored_setting SELECT ?, CAST(count(*) AS VARCHAR) FROM stored_evaluation",
            [_SETTING],
        )
        for table, column, text in connection.execute(
            """SELECT table_name, NULL, comment FROM duckdb_tables()
               WHERE database_name = 'source' AND comment IS NOT NULL
               UNION ALL SELECT table_name, column_name, comment FROM duckdb_columns()
               WHERE database_name = 'source' AND comment IS NOT NULL"""
        ).fetchall():
            what = f"TABLE {table}" if column is None else f"COLUMN {table}.{column}"
            quoted = text.replace("'", "''")
            connection.execute(f"COMMENT ON {what} IS '{quoted}'")
        for sql in connection.execute(
            "SELECT sql FROM duckdb_indexes() WHERE database_name = 'source' ORDER BY index_oid"
        ).fetchall():
            connection.execute(sql[0])
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def due(path: Path) -> bool:
    """Whether the next draft is best written anew: a large version of an older schema, or one with a long tail."""
    connection = open_read_only(path)
    try:
        if schema_number(connection) < migrations()[-1][0]:
            (size,) = connection.execute("SELECT count(*) FROM stored_evaluation").fetchall()[0]
            return int(size) > SMALL
        return tail(connection) > AUTOMATIC
    except duckdb.Error:
        return False  # opening the draft says what is wrong with it
    finally:
        connection.close()


def _copy_rows(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """A table's rows in their order. What repeats a number gets it on the way: updating ten million rows takes longer."""
    columns = [row[0] for row in connection.execute(f"DESCRIBE source.main.{table}").fetchall()]
    picked = {name: f"t.{name}" for name in columns}
    joined = ""
    if table in REPEATING:
        joined, numbers = REPEATING[table]
        picked |= {
            name: f"coalesce(t.{name}, n.{of})" if name in columns else f"n.{of}"
            for name, of in numbers.items()
        }
    if table == "stored_indicator" and "copied" not in columns:
        picked["copied"] = COPIED
    keys = [picked[key] for key in ORDER.get(table, ()) if key in picked]  # an older schema may lack one
    order = f" ORDER BY {', '.join(keys)}" if keys else ""
    connection.execute(
        f"INSERT INTO {table} ({', '.join(picked)}) SELECT {', '.join(picked.values())} "
        f"FROM source.main.{table} AS t {joined}{order}"
    )


def tail(connection: duckdb.DuckDBPyConnection) -> float:
    """The share of evaluations that lie behind the ordered part (0 for a small store)."""
    (size,) = connection.execute("SELECT count(*) FROM stored_evaluation").fetchall()[0]
    rows = connection.execute("SELECT value FROM stored_setting WHERE name = ?", [_SETTING]).fetchall()
    ordered = int(rows[0][0]) if rows else 0
    return 0.0 if size < SMALL else max(0.0, 1 - ordered / size)
