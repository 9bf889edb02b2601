"""Worlds for measuring speed (evalcore sample --scale N): one district is made, the others are copies.

Up to A_DISTRICT × 2 evaluations every form is made, scored and written by the ordinary path. Beyond that the
first district is, and further districts are copies of its rows with departments, projects and ids of their
own: the same scores in other departments. A copy's form holds no indicators (a million forms would be 10 GB).
"""

from __future__ import annotations

import duckdb

from evalcore.sample.evaluations import A_DISTRICT, size

REAL = A_DISTRICT * 2  # evaluations that are all made and scored
_ID = "substr(sha256({0} || ':' || k), 1, 16)"
_CODE = "printf('%03d', k) || substr({0}, 4)"
_KEY = "'99' || printf('%04d', k) || substr({0}, 7)"
_NAME = "replace({0}, '示范001区', printf('示范%03d区', k))"


def real_part(scale: int) -> int:
    """How many of `scale` evaluations are made and scored rather than copied."""
    count, _ = size(scale)
    return scale if scale <= REAL else -(-scale // count)


def copies(connection: duckdb.DuckDBPyConnection, scale: int) -> None:
    """Copy the first district's rows (dataset demo) until there are `scale` evaluations."""
    (made,) = connection.execute("SELECT count(*) FROM stored_evaluation WHERE dataset = 'demo'").fetchall()[
        0
    ]
    if made >= scale:
        return
    count = -(-scale // made)
    connection.execute("CREATE TEMP TABLE base AS FROM stored_evaluation WHERE dataset = 'demo'")
    # the last copy is cut so that the count is exact; the order is the base's own
    connection.execute(
        f"""CREATE TEMP TABLE copied AS
            SELECT b.evaluation_id AS original, {_ID.format("b.evaluation_id")} AS evaluation_id, k
            FROM base b, range(2, {count + 1}) t(k)
            QUALIFY row_number() OVER (
                ORDER BY k, b.year, b.department_code, b.evaluation_id) <= {scale - made}"""
    )
    changed = {
        "evaluation_id": "c.evaluation_id", "department_code": _CODE.format("b.department_code"),
        "department": _NAME.format("b.department"), "unit": _NAME.format("b.unit"),
        "region": _NAME.format("b.region"),
        "project_key": _KEY.format("b.project_key"), "project_code": _KEY.format("b.project_code"),
        "source_file": _NAME.format("b.source_file"),
        "form": "json_object('project', b.project, 'year', b.year)::VARCHAR",
    }  # fmt: skip
    _copy(
        connection,
        "stored_evaluation",
        "base",
        "b.evaluation_id = c.original",
        changed,
        "b.year, 5, c.evaluation_id",
    )
    child = {"evaluation_id": "c.evaluation_id", "department_code": _CODE.format("b.department_code")}
    _copy(connection, "stored_indicator", "stored_indicator", "b.evaluation_id = c.original", child)
    _copy(
        connection,
        "stored_movement",
        "stored_movement",
        "b.evaluation_id = c.original",
        {"evaluation_id": "c.evaluation_id"},
    )
    _copy(
        connection, "stored_finding", "stored_finding", "b.evaluation_id = c.original",
        child | {"finding_id": _ID.format("b.finding_id")},
    )  # fmt: skip
    for table, fields in (
        (
            "stored_listing",
            {"department_code": _CODE, "department": _NAME, "unit": _NAME, "project_key": _KEY},
        ),
        ("stored_department", {"code": _CODE, "name": _NAME}),
    ):
        changes = ", ".join(f"{how.format('b.' + name)} AS {name}" for name, how in fields.items())
        connection.execute(
            f"INSERT INTO {table} SELECT b.* REPLACE ({changes}) FROM {table} b, range(2, {count + 1}) t(k) "
            "WHERE b.dataset = 'demo'"
        )
    connection.execute("DROP TABLE copied; DROP TABLE base")


def _copy(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    origin: str,
    match: str,
    changed: dict[str, str],
    order: str = "",
) -> None:
    changes = ", ".join(f"{how} AS {name}" for name, how in changed.items())
    ordered = f" ORDER BY {order}" if order else ""
    rows = f"SELECT b.* REPLACE ({changes}) FROM copied c JOIN {origin} b ON {match}{ordered}"
    connection.execute(f"INSERT INTO {table} {rows}")
