"""What follows from the rows of a draft, brought up to date before it is published: numbers, names, sheets, changes, cells.

The work is that of the evaluations a draft touched (touched.py). A cell whose keys are known gets the difference: what
its definition makes of their rows now, less what it made of them in the version before. The others are made again
where they lie: the touched places, or years. Everything is made anew in a first version, in one of another schema,
where much was touched, and where rows changed that no writer marked; a cell whose definition changed is too.
"""

from __future__ import annotations

import hashlib

import duckdb

from evalcore.store.cells import CELLS, Cell
from evalcore.store.changes import READ, refresh_changes
from evalcore.store.evaluation_cells import of_every_kind
from evalcore.store.names import settle_names
from evalcore.store.numbers import settle_numbers
from evalcore.store.sheet import refresh_sheet
from evalcore.store.touched import columns_of, remember, rest_is_as_before, sums, take_rows, touch

_PLACES = "(dataset, coalesce(year, -1), coalesce(department_code, ''))"
_YEARS = "(dataset, coalesce(year, -1))"
_PLACE = "SELECT dataset, coalesce(year, -1) AS year, coalesce(department_code, '') AS department_code"


def refresh(connection: duckdb.DuckDBPyConnection) -> bool:
    """Bring numbers, names and cells up to the rows, inside the caller's transaction; whether everything was made anew."""
    around = touch(connection)
    settle_numbers(connection, around=around)
    settle_names(connection)
    now = sums(connection)
    if around:
        take_rows(connection)
        around = rest_is_as_before(connection, now)
        if around:
            _places(connection)
        else:
            settle_numbers(connection)
            now = sums(connection)
    if not around:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE place_changed AS {_PLACE} FROM stored_evaluation")
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE row_changed AS SELECT dataset, year, number FROM stored_evaluation"
        )
    refresh_changes(connection)
    refresh_sheet(connection, around=around)
    known = _known(connection) if around else {}
    for name, cell in CELLS.items():
        if known.get(name) != _digest(cell):
            _make_anew(connection, name, cell)
        elif name == "listing_cell":
            _make_listing(connection, name, cell)
        elif cell.keys:
            _add_difference(connection, name, cell)
        else:
            _make_again(connection, name, cell)
    remember(connection, now)
    if {name: _digest(cell) for name, cell in CELLS.items()} != known:
        connection.execute("DELETE FROM stored_setting WHERE name LIKE 'cell %'")
        connection.executemany(
            "INSERT INTO stored_setting VALUES (?, ?)",
            [[f"cell {name}", _digest(cell)] for name, cell in CELLS.items()],
        )
    return not around


def _digest(cell: Cell) -> str:
    """Other definitions, other cells."""
    return hashlib.sha256(repr(cell).encode()).hexdigest()[:8]


def _known(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Cell → digest of the definition it was made by."""
    rows = connection.execute("SELECT name, value FROM stored_setting WHERE name LIKE 'cell %'").fetchall()
    return {name.removeprefix("cell "): value for name, value in rows}


def _places(connection: duckdb.DuckDBPyConnection) -> None:
    """What changed: row_changed (of what pairs of years are made of), place_changed, and all evaluations of these places.

    Most touched evaluations only have other findings now: neither the pairs of the years they are of nor the sums over
    evaluations of their places need be made again.
    """
    pairs = _differing("evaluation", READ, "number")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE row_changed AS SELECT dataset, year, number FROM {pairs}"
    )
    rows = _differing("evaluation", ", ".join(columns_of("evaluation")), "number")
    general = _differing("finding", ", ".join(columns_of("finding")), "evaluation_number", "IS NULL")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE place_changed AS {_PLACE} FROM {rows} UNION {_PLACE} FROM {general}"
    )
    columns = ", ".join(f"e.{row[0]}" for row in connection.execute("DESCRIBE now_evaluation").fetchall())
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE here_evaluation AS SELECT {columns} FROM stored_evaluation AS e
            SEMI JOIN place_changed AS p
                ON p.dataset = e.dataset AND p.year = e.year AND p.department_code = e.department_code"""
    )


def _differing(table: str, columns: str, number: str, which: str = "IS NOT NULL") -> str:
    """(SELECT dataset, year, department_code, number …): the touched rows of which one was not, or is not, just so."""
    sides = " UNION ALL ".join(
        f"""SELECT dataset, year, department_code, {number} AS number, hash({columns}) AS mark, {sign} AS sign
            FROM {side}_{table} WHERE {number} {which}"""
        for side, sign in (("was", -1), ("now", 1))
    )
    return f"""(SELECT dataset, year, department_code, number FROM ({sides}) AS sides
        GROUP BY dataset, year, department_code, number, mark HAVING sum(sign) <> 0) AS differing"""


def _make_anew(connection: duckdb.DuckDBPyConnection, name: str, cell: Cell) -> None:
    connection.execute(f"DELETE FROM stored_{name}")
    _insert(connection, name, _sql(cell, {table: f"stored_{table}" for table in cell.inputs}))


def _make_again(connection: duckdb.DuckDBPyConnection, name: str, cell: Cell) -> None:
    """A cell that cannot be added to, in the touched places, or years where it does not tell departments apart."""
    if not cell.department:
        there = f"{_YEARS} IN (SELECT (dataset, year) FROM place_changed)"
        inputs = {table: f"(SELECT * FROM stored_{table} WHERE {there})" for table in cell.inputs}
    else:
        there = f"{_PLACES} IN (SELECT (dataset, year, department_code) FROM place_changed)"
        inputs = {
            table: "here_evaluation"
            if table == "evaluation"
            else f"(SELECT * FROM stored_{table} WHERE {there})"
            for table in cell.inputs
        }
        if "movement" in inputs:  # is where its evaluation is
            inputs["movement"] = (
                "(SELECT * FROM stored_movement WHERE evaluation_number IN (SELECT number FROM here_evaluation))"
            )
    connection.execute(f"DELETE FROM stored_{name} WHERE {there}")
    _insert(connection, name, _sql(cell, inputs))


def _make_listing(connection: duckdb.DuckDBPyConnection, name: str, cell: Cell) -> None:
    """Lists are replaced as a whole and few: made anew, and written where they differ."""
    inputs = {table: f"stored_{table}" for table in cell.inputs}
    connection.execute(f"CREATE OR REPLACE TEMP TABLE listing_now AS {_sql(cell, inputs)}")
    connection.execute(
        f"""DELETE FROM stored_{name} WHERE rowid IN (
                SELECT s.rowid FROM stored_{name} AS s LEFT JOIN listing_now AS n
                    ON n IS NOT DISTINCT FROM s WHERE n.dataset IS NULL)"""
    )
    _insert(connection, name, f"SELECT * FROM listing_now EXCEPT ALL SELECT * FROM stored_{name}")


def _add_difference(connection: duckdb.DuckDBPyConnection, name: str, cell: Cell) -> None:
    """Tables was_NAME and now_NAME: what the definition makes of the touched rows before and now; their difference."""
    run = connection.execute
    for side in ("was", "now"):
        made = _sql(cell, {table: f"{side}_{table}" for table in cell.inputs})
        run(
            f"""CREATE OR REPLACE TEMP TABLE {side}_{name} AS
                SELECT * FROM stored_{name} WHERE FALSE UNION ALL {made}"""
        )
    columns = {row[0]: (row[1], row[2] == "YES") for row in run(f"DESCRIBE stored_{name}").fetchall()}
    summed = {column: kind for column, kind in columns.items() if column not in cell.keys}
    keys = ", ".join(cell.keys)
    differ = " OR ".join(
        f"sum({c} * sign) <> 0 OR count(CASE WHEN sign > 0 THEN {c} END) <> count(CASE WHEN sign < 0 THEN {c} END)"
        for c in summed
    )
    differences = ", ".join(
        f"coalesce(sum({c} * sign), 0) AS {c}, count(CASE WHEN sign > 0 THEN {c} END) > 0 AS has_{c}, "
        f"count(CASE WHEN sign < 0 THEN {c} END) > 0 AS had_{c}"
        for c in summed
    )
    # a sum of nothing is missing, never 0; which it is can be told unless the last rows known to have it left
    value = {
        c: f"CASE WHEN s.{c} IS NULL AND NOT d.has_{c} THEN NULL ELSE coalesce(s.{c}, 0) + d.{c} END"
        if nullable
        else f"coalesce(s.{c}, 0) + d.{c}"
        for c, (_, nullable) in summed.items()
    }
    doubtful = " OR ".join(
        f"(d.had_{c} AND NOT d.has_{c} AND abs({value[c]}) < 0.000001)"
        for c, (kind, nullable) in summed.items()
        if nullable and kind != "BIGINT"
    )
    same = " AND ".join(f"s.{key} IS NOT DISTINCT FROM d.{key}" for key in cell.keys)
    picked = ", ".join(f"{value[c]} AS {c}" if c in summed else f"d.{c}" for c in columns)
    run(
        f"""CREATE OR REPLACE TEMP TABLE changed_cell AS
            SELECT {picked}, s.rowid AS place_stored, {doubtful or "FALSE"} AS doubtful
            FROM (SELECT {keys}, {differences} FROM (
                      SELECT *, 1 AS sign FROM now_{name} UNION ALL SELECT *, -1 FROM was_{name}) AS moved
                  GROUP BY {keys} HAVING {differ}) AS d
            LEFT JOIN stored_{name} AS s ON {same}"""
    )
    counts = [c for c, (kind, _) in summed.items() if kind == "BIGINT"]
    run(f"DELETE FROM stored_{name} WHERE rowid IN (SELECT place_stored FROM changed_cell)")
    rest = "SELECT * EXCLUDE (place_stored, doubtful) FROM changed_cell"
    some = " + ".join(f"coalesce({c}, 0)" for c in counts) + " > 0"
    _insert(connection, name, f"{rest} WHERE NOT doubtful AND {some}")
    if run(f"SELECT count(*) FROM changed_cell WHERE doubtful AND {some}").fetchall() != [(0,)]:
        years = "dataset || coalesce(year, -1) IN (SELECT dataset || coalesce(year, -1) FROM changed_cell WHERE doubtful)"
        inputs = {
            table: f"(SELECT * FROM stored_{table} WHERE {years})"
            if table != "movement"
            else "stored_movement"
            for table in cell.inputs
        }
        run(f"CREATE OR REPLACE TEMP TABLE certain AS {_sql(cell, inputs)}")
        _insert(
            connection, name,
            f"SELECT s.* FROM certain AS s JOIN changed_cell AS d ON {same} WHERE d.doubtful",
        )  # fmt: skip


def _sql(cell: Cell, inputs: dict[str, str]) -> str:
    if cell.kinds:
        inputs = inputs | {"evaluation": of_every_kind(inputs["evaluation"])}
    return cell.sql.format(**inputs)


def _insert(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    cell = CELLS[name]
    order = cell.order or "dataset, year" + (", department_code" if cell.department else "")
    connection.execute(f"INSERT INTO stored_{name} SELECT * FROM ({sql}) AS made ORDER BY {order}")
