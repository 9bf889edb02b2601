"""Sums kept beside the rows, so that a question over a million evaluations reads thousands of cells instead.

CELLS says once how each is made: here from the stored tables, in each draft and only for the places that
changed; in queries.guard from the reader's rows, where the selection needs more than a cell knows.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from evalcore.store.names import settle_names


@dataclass(frozen=True, slots=True)
class Cell:
    """One table of sums. sql names its inputs {evaluation}, {finding} …; department: it tells departments apart."""

    sql: str
    inputs: tuple[str, ...]
    department: bool = True


_WITH_ALL = "b.budget_initial IS NOT NULL AND b.budget_annual IS NOT NULL AND b.executed IS NOT NULL"
_DIMENSIONS = "b.dataset, b.year, b.department_code, b.method, b.subject"

CELLS: dict[str, Cell] = {
    "finding_cell": Cell(
        """SELECT f.dataset, f.year, f.department_code, e.method, e.subject, f.code, f.severity, f.status,
               count(*) AS findings, count(DISTINCT f.evaluation_id) AS evaluations
           FROM {finding} AS f LEFT JOIN {evaluation} AS e ON e.evaluation_id = f.evaluation_id
           GROUP BY f.dataset, f.year, f.department_code, e.method, e.subject, f.code, f.severity, f.status""",
        ("finding", "evaluation"),
    ),
    "code_cell": Cell(
        """SELECT dataset, year, department_code, method, subject, code, project_type, size,
               CAST(sum(findings) AS BIGINT) AS findings, CAST(sum(open) AS BIGINT) AS open,
               count(evaluation_id) AS evaluations,
               CAST(sum(CASE WHEN weight > 0 THEN 1 ELSE 0 END) AS BIGINT) AS suspects,
               CAST(sum(CASE WHEN weight = 3 THEN 1 ELSE 0 END) AS BIGINT) AS suspects_red,
               sum(CASE WHEN weight > 0 THEN coalesce(money, 0) ELSE 0 END) AS money,
               sum(CASE WHEN weight = 3 THEN coalesce(money, 0) ELSE 0 END) AS money_red
           FROM (
               SELECT f.dataset, f.year, f.department_code, e.method, e.subject, f.code, f.evaluation_id,
                   count(*) AS findings, sum(CASE WHEN f.status = '待核实' THEN 1 ELSE 0 END) AS open,
                   max(CASE WHEN f.status <> '待核实' OR f.evaluation_id IS NULL THEN 0
                       WHEN f.severity = 'red' THEN 3 WHEN f.severity = 'yellow' THEN 1 ELSE 0 END) AS weight,
                   max(e.budget_annual) AS money, coalesce(max(e.project_type), '') AS project_type,
                   CASE WHEN max(e.budget_annual) >= 1000 THEN 4 WHEN max(e.budget_annual) >= 200 THEN 3
                       WHEN max(e.budget_annual) >= 50 THEN 2 WHEN max(e.budget_annual) >= 10 THEN 1 ELSE 0 END AS size
               FROM {finding} AS f LEFT JOIN {evaluation} AS e ON e.evaluation_id = f.evaluation_id
               GROUP BY f.dataset, f.year, f.department_code, e.method, e.subject, f.code, f.evaluation_id
           ) AS t
           GROUP BY dataset, year, department_code, method, subject, code, project_type, size""",
        ("finding", "evaluation"),
    ),
    # step: initial · a movement kind · untyped (what the forms leave unexplained) · annual · executed · left · over
    "flow_cell": Cell(
        f"""SELECT dataset, year, department_code, method, subject, place, step, direction,
               count(DISTINCT evaluation_id) AS evaluations, sum(amount) AS money, sum(inferred) AS inferred
           FROM (
               SELECT {_DIMENSIONS}, b.evaluation_id, m.kind AS step, m.direction, m.amount,
                   CASE WHEN m.inferred THEN m.amount ELSE 0 END AS inferred,
                   CASE m.kind WHEN '追加' THEN 1 WHEN '划入' THEN 2 WHEN '结转' THEN 3 WHEN '调减' THEN 5
                       WHEN '划出' THEN 6 ELSE 7 END AS place
               FROM {{movement}} AS m JOIN {{evaluation}} AS b ON b.evaluation_id = m.evaluation_id
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
                       SELECT evaluation_id, sum(CASE WHEN direction = '+' THEN amount ELSE -amount END) AS net
                       FROM {{movement}} GROUP BY evaluation_id
                   ) AS t ON t.evaluation_id = b.evaluation_id
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
        """SELECT e.dataset, e.year, e.method, e.subject, i.name_id, count(*) AS occurrences,
               CAST(sum(CASE WHEN i.points > 0 AND i.self_score IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS scored,
               sum(CASE WHEN i.points > 0 AND i.self_score IS NOT NULL THEN i.points END) AS points,
               CAST(sum(CASE WHEN i.points > 0 AND i.self_score >= i.points THEN 1 ELSE 0 END) AS BIGINT) AS full_marks
           FROM {indicator} AS i JOIN {evaluation} AS e ON e.evaluation_id = i.evaluation_id
           WHERE NOT i.sub_row
           GROUP BY e.dataset, e.year, e.method, e.subject, i.name_id""",
        ("indicator", "evaluation"),
        department=False,
    ),
    "listing_cell": Cell(
        """SELECT l.dataset, l.year, l.department_code, min(l.department) AS department,
               count(*) AS listed, sum(l.budget_initial) AS listed_money,
               CAST(sum(CASE WHEN d.project_key IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS evaluated,
               sum(CASE WHEN d.project_key IS NOT NULL THEN l.budget_initial END) AS evaluated_money,
               CAST(sum(CASE WHEN d.project_key IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS not_submitted,
               sum(CASE WHEN d.project_key IS NULL THEN l.budget_initial END) AS not_submitted_money,
               CAST(sum(CASE WHEN l.budget_initial IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS no_amount
           FROM {listing} AS l LEFT JOIN (SELECT DISTINCT dataset, project_key, year FROM {all_evaluation}) AS d
               ON d.dataset = l.dataset AND d.project_key = l.project_key AND d.year = l.year
           GROUP BY l.dataset, l.year, l.department_code""",
        ("listing", "all_evaluation"),
    ),
}
# A project listed under one department may be evaluated under another: this one is made again by year.
_BY_YEAR = ("name_cell", "listing_cell")
_PLACE = "dataset, coalesce(year, -1) AS year, coalesce(department_code, '') AS department_code"
_DIGESTED = {
    "stored_evaluation": "evaluation_id, digest, method, subject, project_type, budget_initial, budget_annual, executed",
    "stored_finding": "finding_id, evaluation_id, code, severity, status",
    "stored_listing": "project_key, department, budget_initial",
}


def refresh(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring names and cells up to the rows, inside the caller's transaction: only what changed is made again."""
    settle_names(connection)
    parts = " UNION ALL ".join(
        f"SELECT {_PLACE}, sum(hash({columns})) AS part FROM {table} GROUP BY ALL"
        for table, columns in _DIGESTED.items()
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE place_now AS
            SELECT dataset, year, department_code, CAST(sum(part) AS VARCHAR) AS digest
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
    for name, cell in CELLS.items():
        _make_again(connection, name, cell)
    connection.execute("DELETE FROM stored_place_digest")
    connection.execute("INSERT INTO stored_place_digest FROM place_now ORDER BY ALL")


def _make_again(connection: duckdb.DuckDBPyConnection, name: str, cell: Cell) -> None:
    if name in _BY_YEAR:
        there = "(dataset, year) IN (SELECT (dataset, year) FROM place_changed)"
        order = "dataset, year"
    else:
        there = (
            "(dataset, coalesce(year, -1), coalesce(department_code, '')) IN "
            "(SELECT (dataset, year, department_code) FROM place_changed)"
        )
        order = "dataset, year, department_code"
    connection.execute(f"DELETE FROM stored_{name} WHERE {there}")
    inputs = {}
    for table in cell.inputs:
        stored = "stored_evaluation" if table == "all_evaluation" else f"stored_{table}"
        where = there
        if table == "movement":  # it knows no place of its own
            where = f"evaluation_id IN (SELECT evaluation_id FROM stored_evaluation WHERE {there})"
        inputs[table] = f"(SELECT * FROM {stored} WHERE {where})"
    connection.execute(
        f"INSERT INTO stored_{name} SELECT * FROM ({cell.sql.format(**inputs)}) AS made ORDER BY {order}"
    )
