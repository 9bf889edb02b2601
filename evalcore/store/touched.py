"""The evaluations a draft touched, and their rows as they were in the version before and as they are now.

The version before is attached to the draft as `before` (connect.py). Touched are those that writers marked
(changed.py) and those whose rows have no number yet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

import duckdb

from evalcore.store.cells import CELLS
from evalcore.store.changes import READ
from evalcore.store.evaluation_cells import of_every_kind
from evalcore.store.numbers import ON_SHELVES
from evalcore.store.schema import newest_columns
from evalcore.store.sheet import COLUMNS as SHEET

SMALL = 5000  # evaluations: up to here making everything anew is quicker than following what changed
_MOST = 0.1  # share of the evaluations: where a draft touched more, following them one by one saves nothing
# table → the number of the evaluation its rows are of
_NUMBER = {
    "evaluation": "number",
    "indicator": "evaluation_number",
    "finding": "evaluation_number",
    "movement": "evaluation_number",
}
_WORD = re.compile(r"\w+")
# what cells are made of: its sum over a table says whether a draft changed rows beside those it marked
_TELLING = {
    "evaluation": """number, digest, department, department_code, department_kind, method, subject, project_type,
        fund_source, budget_initial, budget_annual, executed, self_score, self_grade, review_score, review_grade,
        recomputed, recomputed_grade""",
    "indicator": "evaluation_number, points, self_score",
    "finding": "evaluation_number, code, status",
    "movement": "evaluation_number, amount",
}
_SETTING = "sums"
_HOW = f"{duckdb.__version__} {_TELLING}"  # another version of DuckDB may hash otherwise


def touch(connection: duckdb.DuckDBPyConnection) -> bool:
    """Table touched_evaluation: evaluation_id, and was, its number in the version before; whether following them is possible.

    It is not without a version before, nor with one of another schema, in a small store, or where much is new.
    """
    run = connection.execute
    if not run("SELECT 1 FROM duckdb_databases() WHERE database_name = 'before'").fetchall():
        return False
    ((size,),) = run("SELECT count(*) FROM stored_evaluation").fetchall()
    if size < SMALL:
        return False
    said = "(SELECT value FROM {}stored_setting WHERE name = 'migrations')"
    try:
        ((same,),) = run(f"SELECT {said.format('before.')} IS NOT DISTINCT FROM {said.format('')}").fetchall()
    except (
        duckdb.CatalogException
    ):  # no version of ours, or an early one: the draft is brought forward as a whole
        return False
    if not same:
        return False
    run("CREATE TEMP TABLE IF NOT EXISTS changed (evaluation_id VARCHAR)")
    fresh = " UNION ALL ".join(
        f"SELECT evaluation_id FROM stored_{table} WHERE {number} IS NULL AND evaluation_id IS NOT NULL"
        for table, number in _NUMBER.items()
    )
    touched = run(f"SELECT evaluation_id FROM changed UNION SELECT evaluation_id FROM ({fresh})").fetchall()
    if len(touched) > max(100, _MOST * size):
        return False
    run(
        f"""CREATE OR REPLACE TEMP TABLE touched_evaluation AS
            SELECT t.evaluation_id, k.number AS was FROM (SELECT unnest($ids::VARCHAR[]) AS evaluation_id) AS t
            LEFT JOIN (SELECT evaluation_id, number FROM stored_evaluation_key WHERE {ON_SHELVES}) AS k
                ON k.evaluation_id = t.evaluation_id""",
        {"ids": [row[0] for row in touched]},
    )
    return True


def take_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables was_evaluation … now_movement: the rows of the touched evaluations, and findings about none.

    They have their numbers (numbers.py), and the columns cells, sheets and pairs of years are made of.
    """
    run = connection.execute
    run(
        """CREATE OR REPLACE TEMP TABLE touched_number AS
           SELECT was AS number, 'was' AS side FROM touched_evaluation WHERE was IS NOT NULL UNION ALL
           SELECT number, 'now' FROM numbered"""
    )
    for side, where in (("was", "before."), ("now", "")):
        for table, number in _NUMBER.items():
            columns = ", ".join(columns_of(table))
            rows = f"""SELECT {columns} FROM {where}stored_{table}
                WHERE {number} IN (SELECT number FROM touched_number WHERE side = '{side}')"""
            if table == "finding":
                rows += f" UNION ALL SELECT {columns} FROM {where}stored_{table} WHERE {number} IS NULL"
            run(f"CREATE OR REPLACE TEMP TABLE {side}_{table} AS {rows}")


@cache
def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table that cells, sheets and pairs of years are made of, as their definitions name them."""
    beside = {"evaluation": READ, "indicator": SHEET}.get(table, "")
    named = set(_WORD.findall(f"{_TELLING[table]} {beside}")).union(
        *(_WORD.findall(of_every_kind("") + cell.sql) for cell in CELLS.values() if table in cell.inputs)
    )
    return tuple(name for name, _ in newest_columns(f"stored_{table}") if name in named)


def sums(connection: duckdb.DuckDBPyConnection, rows: str = "stored_{}") -> dict[str, int]:
    """Table → the sum over its rows of what cells are made of."""
    found = {}
    for table, columns in _TELLING.items():
        ((total,),) = connection.execute(f"SELECT sum(hash({columns})) FROM {rows.format(table)}").fetchall()
        found[table] = int(total or 0)
    return found


def rest_is_as_before(connection: duckdb.DuckDBPyConnection, now: Mapping[str, int]) -> bool:
    """Whether, without the touched rows, the draft (its sums: now) holds what the version before held."""
    before = _remembered(connection) or sums(connection, "before.stored_{}")
    was_here, now_here = sums(connection, "was_{}"), sums(connection, "now_{}")
    return all(before[table] - was_here[table] == now[table] - now_here[table] for table in now)


def remember(connection: duckdb.DuckDBPyConnection, now: Mapping[str, int]) -> None:
    """Keep the sums for the next draft."""
    connection.execute("DELETE FROM stored_setting WHERE name = ?", [_SETTING])
    connection.execute("INSERT INTO stored_setting VALUES (?, ?)", [_SETTING, json.dumps([_HOW, now])])


def _remembered(connection: duckdb.DuckDBPyConnection) -> dict[str, int] | None:
    said = connection.execute("SELECT value FROM stored_setting WHERE name = ?", [_SETTING]).fetchall()
    how, found = json.loads(said[0][0]) if said else (None, None)
    return found if how == _HOW else None
