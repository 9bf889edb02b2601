"""Sums kept beside the rows, so that a question over a million evaluations reads thousands of cells instead.

CELLS says once how each is made: here from the stored tables, in each draft and only for the places that
changed; in queries.guard from the reader's rows, where the selection needs more than a cell knows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import duckdb

from evalcore.store.evaluation_cells import EVALUATION_CELLS, SPREAD_CELL, SPREAD_ROWS, of_every_kind
from evalcore.store.names import settle_names
from evalcore.store.numbers import settle_numbers


@dataclass(frozen=True, slots=True)
class Cell:
    """One table of sums. sql names its inputs {evaluation}, {finding} …; department: it tells departments apart.

    kinds: it tells kinds of score apart. rows: what stands for it in a question that takes the rows themselves.
    """

    sql: str
    inputs: tuple[str, ...]
    department: bool = True
    kinds: bool = False
    rows: str = ""


_WITH_ALL = "b.budget_initial IS NOT NULL AND b.budget_annual IS NOT NULL AND b.executed IS NOT NULL"
_DIMENSIONS = "b.dataset, b.year, b.department_code, b.method, b.subject"

CELLS: dict[str, Cell] = {
    "finding_cell": Cell(
        """SELECT f.dataset, f.year, f.department_code, f.method, f.subject, f.code, f.severity, f.status,
               count(*) AS findings, count(DISTINCT f.evaluation_number) AS evaluations
           FROM {finding} AS f
           GROUP BY f.dataset, f.year, f.department_code, f.method, f.subject, f.code, f.severity, f.status""",
        ("finding",),
    ),
    "code_cell": Cell(
        """SELECT dataset, year, department_code, method, subject, code, project_type, size,
               CAST(sum(findings) AS BIGINT) AS findings, CAST(sum(open) AS BIGINT) AS open,
               count(evaluation_number) AS evaluations,
               CAST(sum(CASE WHEN weight > 0 THEN 1 ELSE 0 END) AS BIGINT) AS suspects,
               CAST(sum(CASE WHEN weight = 3 THEN 1 ELSE 0 END) AS BIGINT) AS suspects_red,
               sum(CASE WHEN weight > 0 THEN coalesce(money, 0) ELSE 0 END) AS money,
               sum(CASE WHEN weight = 3 THEN coalesce(money, 0) ELSE 0 END) AS money_red
           FROM (
               SELECT f.dataset, f.year, f.department_code, f.method, f.subject, f.code, f.evaluation_number,
                   count(*) AS findings, sum(CASE WHEN f.status = '待核实' THEN 1 ELSE 0 END) AS open,
                   max(CASE WHEN f.status <> '待核实' OR f.evaluation_number IS NULL THEN 0
                       WHEN f.severity = 'red' THEN 3 WHEN f.severity = 'yellow' THEN 1 ELSE 0 END) AS weight,
                   max(e.budget_annual) AS money, coalesce(max(e.project_type), '') AS project_type,
                   CASE WHEN max(e.budget_annual) >= 1000 THEN 4 WHEN max(e.budget_annual) >= 200 THEN 3
                       WHEN max(e.budget_annual) >= 50 THEN 2 WHEN max(e.budget_annual) >= 10 THEN 1 ELSE 0 END AS size
               FROM {finding} AS f LEFT JOIN {evaluation} AS e ON e.number = f.evaluation_number
               GROUP BY f.dataset, f.year, f.department_code, f.method, f.subject, f.code, f.evaluation_number
           ) AS t
           GROUP BY dataset, year, department_code, method, subject, code, project_type, size""",
        ("finding", "evaluation"),
    ),
    # one evaluation's codes that stand open or confirmed, each at its gravest: what a spot check weighs
    "risk_cell": Cell(
        """SELECT dataset, year, department_code, method, subject, evaluation_number,
               count(CASE WHEN gravity = 3 THEN 1 END) AS red, count(CASE WHEN gravity = 2 THEN 1 END) AS yellow,
               count(CASE WHEN gravity = 1 THEN 1 END) AS info
           FROM (
               SELECT f.dataset, f.year, f.department_code, f.method, f.subject, f.evaluation_number, f.code,
                   max(CASE f.severity WHEN 'red' THEN 3 WHEN 'yellow' THEN 2 ELSE 1 END) AS gravity
               FROM {finding} AS f
               WHERE f.evaluation_number IS NOT NULL AND f.status IN ('待核实', '属实')
               GROUP BY f.dataset, f.year, f.department_code, f.method, f.subject, f.evaluation_number, f.code
           ) AS t
           GROUP BY dataset, year, department_code, method, subject, evaluation_number""",
        ("finding",),
    ),
    # step: initial · a movement kind · untyped (what the forms leave unexplained) · annual · executed · left · over
    "flow_cell": Cell(
        f"""SELECT dataset, year, department_code, method, subject, place, step, direction,
               count(DISTINCT number) AS evaluations, sum(amount) AS money, sum(inferred) AS inferred
           FROM (
               SELECT {_DIMENSIONS}, b.number, m.kind AS step, m.direction, m.amount,
                   CASE WHEN m.inferred THEN m.amount ELSE 0 END AS inferred,
                   CASE m.kind WHEN '追加' THEN 1 WHEN '划入' THEN 2 WHEN '结转' THEN 3 WHEN '调减' THEN 5
                       WHEN '划出' THEN 6 ELSE 7 END AS place
               FROM {{movement}} AS m JOIN {{evaluation}} AS b ON b.number = m.evaluation_number
               WHERE {_WITH_ALL}
           ) AS moved
           GROUP BY dataset, year, department_code, method, subject, place, step, direction
           UNION ALL
           SELECT dataset, year, department_code, method, subject, s.place, s.step, s.direction,
               CASE s.place WHEN 4 THEN more WHEN 8 THEN less WHEN 11 THEN with_left WHEN 12 THEN with_over
                   ELSE evaluations END AS evaluations,
               CASE s.place WHEN 0 THEN initial WHEN 4 THEN more_money WHEN 8 THEN less_money WHEN 9 THEN annual
                   WHEN 10 THEN executed WHEN 11 THEN left_money ELSE over_money END AS money,
               0 AS inferred
           FROM (
               SELECT {_DIMENSIONS}, count(*) AS evaluations, sum(b.budget_initial) AS initial,
                   sum(b.budget_annual) AS annual, sum(b.executed) AS executed,
                   sum(CASE WHEN b.rest > 0 THEN 1 ELSE 0 END) AS more,
                   sum(CASE WHEN b.rest > 0 THEN b.rest ELSE 0 END) AS more_money,
                   sum(CASE WHEN b.rest < 0 THEN 1 ELSE 0 END) AS less,
                   sum(CASE WHEN b.rest < 0 THEN -b.rest ELSE 0 END) AS less_money,
                   sum(CASE WHEN b.budget_annual > b.executed THEN 1 ELSE 0 END) AS with_left,
                   sum(CASE WHEN b.budget_annual > b.executed THEN b.budget_annual - b.executed ELSE 0 END) AS left_money,
                   sum(CASE WHEN b.budget_annual < b.executed THEN 1 ELSE 0 END) AS with_over,
                   sum(CASE WHEN b.budget_annual < b.executed THEN b.executed - b.budget_annual ELSE 0 END) AS over_money
               FROM (
                   SELECT {_DIMENSIONS}, b.budget_initial, b.budget_annual, b.executed,
                       b.budget_annual - b.budget_initial - coalesce(t.net, 0) AS rest
                   FROM {{evaluation}} AS b LEFT JOIN (
                       SELECT evaluation_number, sum(CASE WHEN direction = '+' THEN amount ELSE -amount END) AS net
                       FROM {{movement}} GROUP BY evaluation_number
                   ) AS t ON t.evaluation_number = b.number
                   WHERE {_WITH_ALL}
               ) AS b
               GROUP BY {_DIMENSIONS}
           ) AS sums
           CROSS JOIN (
               SELECT 0 AS place, 'initial' AS step, '+' AS direction UNION ALL SELECT 4, 'untyped', '+'
               UNION ALL SELECT 8, 'untyped', '-' UNION ALL SELECT 9, 'annual', '+'
               UNION ALL SELECT 10, 'executed', '-' UNION ALL SELECT 11, 'left', '+' UNION ALL SELECT 12, 'over', '+'
           ) AS s
           WHERE CASE s.place WHEN 4 THEN more WHEN 8 THEN less WHEN 11 THEN with_left WHEN 12 THEN with_over
               ELSE evaluations END > 0""",
        ("movement", "evaluation"),
    ),
    "name_cell": Cell(
        """SELECT i.dataset, i.year, i.method, i.subject, i.name_id, count(*) AS occurrences,
               CAST(sum(CASE WHEN i.points > 0 AND i.self_score IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS scored,
               sum(CASE WHEN i.points > 0 AND i.self_score IS NOT NULL THEN i.points END) AS points,
               CAST(sum(CASE WHEN i.points > 0 AND i.self_score >= i.points THEN 1 ELSE 0 END) AS BIGINT) AS full_marks
           FROM {indicator} AS i
           WHERE NOT i.sub_row AND i.method IS NOT NULL -- a row of no evaluation: the check before publishing says so
           GROUP BY i.dataset, i.year, i.method, i.subject, i.name_id""",
        ("indicator",),
        department=False,
    ),
    "achievement_cell": Cell(
        """SELECT i.dataset, i.year, i.department_code, i.method, i.subject, i.achievement, count(*) AS indicators,
               CAST(sum(CASE WHEN i.target = i.actual AND (i.target LIKE '≥%' OR i.target LIKE '≤%'
                   OR i.target LIKE '>%' OR i.target LIKE '<%') THEN 1 ELSE 0 END) AS BIGINT) AS copied,
               CAST(sum(CASE WHEN i.points > 0 AND i.self_score IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS scored,
               CAST(sum(CASE WHEN i.points > 0 AND i.self_score >= i.points THEN 1 ELSE 0 END) AS BIGINT) AS full_marks
           FROM {indicator} AS i
           WHERE NOT i.sub_row AND i.method IS NOT NULL -- a row of no evaluation: the check before publishing says so
           GROUP BY i.dataset, i.year, i.department_code, i.method, i.subject, i.achievement""",
        ("indicator",),
    ),
    "listing_cell": Cell(
        """SELECT l.dataset, l.year, l.department_code, min(l.department) AS department,
               count(*) AS listed, sum(l.budget_initial) AS listed_money,
               CAST(sum(CASE WHEN l.evaluated THEN 1 ELSE 0 END) AS BIGINT) AS evaluated,
               sum(CASE WHEN l.evaluated THEN l.budget_initial END) AS evaluated_money,
               CAST(sum(CASE WHEN l.evaluated THEN 0 ELSE 1 END) AS BIGINT) AS not_submitted,
               sum(CASE WHEN NOT l.evaluated THEN l.budget_initial END) AS not_submitted_money,
               CAST(sum(CASE WHEN l.budget_initial IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS no_amount
           FROM {listing} AS l
           GROUP BY l.dataset, l.year, l.department_code""",
        ("listing",),
    ),
    # the cells of all departments together: there are a hundred times fewer of them
    "code_year": Cell(
        """SELECT dataset, year, method, subject, code, project_type, size, CAST(sum(findings) AS BIGINT) AS findings,
               CAST(sum(open) AS BIGINT) AS open, CAST(sum(evaluations) AS BIGINT) AS evaluations,
               CAST(sum(suspects) AS BIGINT) AS suspects, CAST(sum(suspects_red) AS BIGINT) AS suspects_red,
               sum(money) AS money, sum(money_red) AS money_red
           FROM {code_cell}
           GROUP BY dataset, year, method, subject, code, project_type, size""",
        ("code_cell",),
        department=False,
    ),
    "achievement_year": Cell(
        """SELECT dataset, year, method, subject, achievement, CAST(sum(indicators) AS BIGINT) AS indicators
           FROM {achievement_cell}
           GROUP BY dataset, year, method, subject, achievement""",
        ("achievement_cell",),
        department=False,
    ),
    "spread_cell": Cell(SPREAD_CELL, ("evaluation",), kinds=True, rows=SPREAD_ROWS),
} | {
    name: Cell(made.sql, ("evaluation",), "department_code" in made.keys, made.kinds, made.rows)
    for name, made in EVALUATION_CELLS.items()
}
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
    if not changed:
        return
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE here AS SELECT number FROM stored_evaluation WHERE {_CHANGED_PLACE}"
    )
    for name, cell in CELLS.items():
        _make_again(connection, name, cell)
    connection.execute("DELETE FROM stored_place_digest")
    connection.execute("INSERT INTO stored_place_digest FROM place_now ORDER BY ALL")


def _make_again(connection: duckdb.DuckDBPyConnection, name: str, cell: Cell) -> None:
    by_year = name in _BY_YEAR
    there = _CHANGED_YEAR if by_year else _CHANGED_PLACE
    order = "dataset, year" if "department_code" not in cell.sql else "dataset, year, department_code"
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
