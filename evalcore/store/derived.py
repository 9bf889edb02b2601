"""What follows from the rows of a draft, brought up to date before it is published: numbers, names and cells.

Only what changed is made again (cells.py says how each cell is made).
"""

from __future__ import annotations

import hashlib

import duckdb

from evalcore.store.cells import CELLS, Cell
from evalcore.store.changes import refresh_changes
from evalcore.store.evaluation_cells import of_every_kind
from evalcore.store.names import settle_names
from evalcore.store.numbers import settle_numbers

# Made again by year: a project listed under one department may be evaluated under another, and what sums all departments.
_BY_YEAR = ("listing_cell", *(name for name, cell in CELLS.items() if not cell.department))
_PLACE = "dataset, coalesce(year, -1) AS year, coalesce(department_code, '') AS department_code"
_DIGESTED = {
    "stored_evaluation": """number, digest, department, department_kind, method, subject, project_type, fund_source,
        budget_initial, budget_annual, executed, self_score, self_grade, review_score, review_grade, recomputed,
        recomputed_grade""",
    "stored_finding": "evaluation_number, code, severity, status",
    "stored_listing": "project_key, department, budget_initial",
}
# other definitions, other cells: every place counts as changed once
_DEFINED = hashlib.sha256("".join(cell.sql for cell in CELLS.values()).encode()).hexdigest()[:8]
_CHANGED_PLACE = """(dataset, coalesce(year, -1), coalesce(department_code, '')) IN (
    SELECT (dataset, year, department_code) FROM place_changed)"""
_CHANGED_YEAR = "(dataset, coalesce(year, -1)) IN (SELECT (dataset, year) FROM place_changed)"
_HERE = "(SELECT * FROM stored_{table} WHERE {number} IN (SELECT number FROM here))"


def refresh(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring numbers, names and cells up to the rows, inside the caller's transaction: only what changed is made again."""
    settle_numbers(connection)
    settle_names(connection)
    parts = " UNION ALL ".join(
        f"SELECT {_PLACE}, sum(hash({columns})) AS part FROM {table} GROUP BY ALL"
        for table, columns in _DIGESTED.items()
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE place_now AS
            SELECT dataset, year, department_code, CAST(sum(part) AS VARCHAR) || ' {_DEFINED}' AS digest
            FROM ({parts}) GROUP BY dataset, year, department_code"""
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE place_changed AS
           SELECT coalesce(n.dataset, s.dataset) AS dataset, coalesce(n.year, s.year) AS year,
                  coalesce(n.department_code, s.department_code) AS department_code
           FROM place_now n FULL JOIN stored_place_digest s USING (dataset, year, department_code)
           WHERE n.digest IS DISTINCT FROM s.digest"""
    )
    (changed,) = connection.execute("SELECT count(*) FROM place_changed").fetchall()[0]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE here AS SELECT number FROM stored_evaluation WHERE {_CHANGED_PLACE}"
    )
    refresh_changes(connection)
    if not changed:
        return
    for name, cell in CELLS.items():
        _make_again(connection, name, cell)
    connection.execute("DELETE FROM stored_place_digest")
    connection.execute("INSERT INTO stored_place_digest FROM place_now ORDER BY ALL")


def _make_again(connection: duckdb.DuckDBPyConnection, name: str, cell: Cell) -> None:
    by_year = name in _BY_YEAR
    there = _CHANGED_YEAR if by_year else _CHANGED_PLACE
    order = cell.order or (
        "dataset, year" if "department_code" not in cell.sql else "dataset, year, department_code"
    )
    connection.execute(f"DELETE FROM stored_{name} WHERE {there}")
    inputs = {}
    for table in cell.inputs:
        if by_year or table == "listing":
            inputs[table] = f"(SELECT * FROM stored_{table} WHERE {there})"
        elif table == "evaluation":
            inputs[table] = _HERE.format(table=table, number="number")
        else:  # a row of an evaluation is where its evaluation is
            inputs[table] = _HERE.format(table=table, number="evaluation_number")
            if table == "finding":
                general = f"SELECT * FROM stored_finding WHERE evaluation_number IS NULL AND {there}"
                inputs[table] = f"({inputs[table][1:-1]} UNION ALL {general})"
    if cell.kinds:
        inputs["evaluation"] = of_every_kind(inputs["evaluation"])
    connection.execute(
        f"INSERT INTO stored_{name} SELECT * FROM ({cell.sql.format(**inputs)}) AS made ORDER BY {order}"
    )
