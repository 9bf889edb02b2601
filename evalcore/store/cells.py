"""Sums kept beside the rows, so that a question over a million evaluations reads thousands of cells instead.

CELLS says once how each is made: by derived.py from the stored tables, in each draft and only where something
changed; by queries.guard from the reader's rows, where the selection needs more than a cell knows.
"""

from __future__ import annotations

from dataclasses import dataclass

from evalcore.store.evaluation_cells import EVALUATION_CELLS, PLACE, SPREAD_CELL, SPREAD_ROWS, YEAR


@dataclass(frozen=True, slots=True)
class Cell:
    """One table of sums. sql names its inputs {evaluation}, {finding} …; department: it tells departments apart.

    kinds: it tells kinds of score apart. rows: what stands for it in a question that takes the rows themselves.
    order: of its rows, where the questions group by something else than year and department.
    keys: the columns it is summed by, where all others are counts (BIGINT, of which a row has at least one) and sums of
    rows: such a cell is kept up to date by adding what a load changed (derived.py). Others are made again from all rows
    of the places, or years, that changed: a cell over all departments should have keys.
    """

    sql: str
    inputs: tuple[str, ...]
    keys: tuple[str, ...] = ()
    department: bool = True
    kinds: bool = False
    rows: str = ""
    order: str = ""


_WITH_ALL = "b.budget_initial IS NOT NULL AND b.budget_annual IS NOT NULL AND b.executed IS NOT NULL"
_DIMENSIONS = "b.dataset, b.year, b.department_code, b.method, b.subject"

# From a reader's rows: by what the questions ask only, and each evaluation grouped before it is counted. Groups can wait
# on disk where memory is short, distinct counts of millions of findings cannot.
_FINDING_ROWS = """SELECT {keys}, CAST(sum(n) AS BIGINT) AS findings, count(evaluation_number) AS evaluations
    FROM (SELECT {keys}, evaluation_number, count(*) AS n FROM finding GROUP BY {keys}, evaluation_number) AS t
    GROUP BY {keys}"""
_SIZE = """CASE WHEN e.budget_annual >= 1000 THEN 4 WHEN e.budget_annual >= 200 THEN 3 WHEN e.budget_annual >= 50 THEN 2
    WHEN e.budget_annual >= 10 THEN 1 ELSE 0 END"""
_CODE_ROWS = f"""SELECT t.year, t.code, coalesce(e.project_type, '') AS project_type,
        {_SIZE} AS size,
        CAST(sum(t.findings) AS BIGINT) AS findings, CAST(sum(t.open) AS BIGINT) AS open,
        count(t.evaluation_number) AS evaluations,
        CAST(sum(CASE WHEN t.weight > 0 THEN 1 ELSE 0 END) AS BIGINT) AS suspects,
        CAST(sum(CASE WHEN t.weight = 3 THEN 1 ELSE 0 END) AS BIGINT) AS suspects_red,
        sum(CASE WHEN t.weight > 0 THEN coalesce(e.budget_annual, 0) ELSE 0 END) AS money,
        sum(CASE WHEN t.weight = 3 THEN coalesce(e.budget_annual, 0) ELSE 0 END) AS money_red
    FROM (
        SELECT f.year, f.code, f.evaluation_number, count(*) AS findings,
            sum(CASE WHEN f.status = '待核实' THEN 1 ELSE 0 END) AS open,
            max(CASE WHEN f.status <> '待核实' OR f.evaluation_number IS NULL THEN 0
                WHEN f.severity = 'red' THEN 3 WHEN f.severity = 'yellow' THEN 1 ELSE 0 END) AS weight
        FROM finding AS f
        GROUP BY f.year, f.code, f.evaluation_number
    ) AS t LEFT JOIN evaluation AS e ON e.number = t.evaluation_number
    GROUP BY t.year, t.code, coalesce(e.project_type, ''), {_SIZE}"""

CELLS: dict[str, Cell] = {
    "finding_cell": Cell(
        """SELECT f.dataset, f.year, f.department_code, f.method, f.subject, f.code, f.severity, f.status,
               count(*) AS findings, count(DISTINCT f.evaluation_number) AS evaluations
           FROM {finding} AS f
           GROUP BY f.dataset, f.year, f.department_code, f.method, f.subject, f.code, f.severity, f.status""",
        ("finding",),
        (*PLACE, "code", "severity", "status"),
        rows=_FINDING_ROWS.format(keys="department_code, code, severity, status"),
        order="dataset, code, department_code, year",
    ),
    "code_cell": Cell(
        """SELECT dataset, year, department_code, method, subject, code, project_type, size,
               CAST(sum(findings) AS BIGINT) AS findings, CAST(sum(open) AS BIGINT) AS open,
               count(evaluation_number) AS evaluations,
               CAST(sum(CASE WHEN weight > 0 THEN 1 ELSE 0 END) AS BIGINT) AS suspects,
               CAST(sum(CASE WHEN weight = 3 THEN 1 ELSE 0 END) AS BIGINT) AS suspects_red,
               sum(CASE WHEN weight > 0 THEN coalesce(money, 0) ELSE 0 END) AS money,
               sum(CASE WHEN weight = 3 THEN coalesce(money, 0) ELSE 0 END) AS money_red,
               count(money) AS with_annual, sum(money) AS annual
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
        (*PLACE, "code", "project_type", "size"),
        order="dataset, code, year, department_code",
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
        (*PLACE, "evaluation_number"),
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
        (*PLACE, "place", "step", "direction"),
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
        (*YEAR, "name_id"),
        department=False,
        order="dataset, name_id, year",
    ),
    "achievement_cell": Cell(
        """SELECT i.dataset, i.year, i.department_code, i.method, i.subject, i.achievement, count(*) AS indicators,
               CAST(sum(CASE WHEN i.copied THEN 1 ELSE 0 END) AS BIGINT) AS copied,
               CAST(sum(CASE WHEN i.points > 0 AND i.self_score IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS scored,
               CAST(sum(CASE WHEN i.points > 0 AND i.self_score >= i.points THEN 1 ELSE 0 END) AS BIGINT) AS full_marks
           FROM {indicator} AS i
           WHERE NOT i.sub_row AND i.method IS NOT NULL -- a row of no evaluation: the check before publishing says so
           GROUP BY i.dataset, i.year, i.department_code, i.method, i.subject, i.achievement""",
        ("indicator",),
        (*PLACE, "achievement"),
    ),
    "met_cell": Cell(
        """SELECT dataset, year, department_code, method, subject, CAST(sum(indicators) AS BIGINT) AS indicators,
               CAST(sum(CASE WHEN achievement IS NOT NULL THEN indicators ELSE 0 END) AS BIGINT) AS with_numbers,
               CAST(sum(CASE WHEN achievement < 1 THEN indicators ELSE 0 END) AS BIGINT) AS below_target,
               CAST(sum(CASE WHEN achievement = 1 THEN indicators ELSE 0 END) AS BIGINT) AS on_target,
               CAST(sum(copied) AS BIGINT) AS copied, CAST(sum(scored) AS BIGINT) AS scored,
               CAST(sum(full_marks) AS BIGINT) AS full_marks
           FROM {achievement_cell}
           GROUP BY dataset, year, department_code, method, subject""",
        ("achievement_cell",),
        PLACE,
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
               sum(money) AS money, sum(money_red) AS money_red,
               CAST(sum(with_annual) AS BIGINT) AS with_annual, sum(annual) AS annual
           FROM {code_cell}
           GROUP BY dataset, year, method, subject, code, project_type, size""",
        ("code_cell",),
        (*YEAR, "code", "project_type", "size"),
        department=False,
        rows=_CODE_ROWS,
    ),
    "finding_year": Cell(
        """SELECT dataset, year, method, subject, code, severity, status, CAST(sum(findings) AS BIGINT) AS findings,
               CAST(sum(evaluations) AS BIGINT) AS evaluations
           FROM {finding_cell}
           GROUP BY dataset, year, method, subject, code, severity, status""",
        ("finding_cell",),
        (*YEAR, "code", "severity", "status"),
        department=False,
        rows=_FINDING_ROWS.format(keys="year, code, severity, status"),
    ),
    "achievement_year": Cell(
        """SELECT dataset, year, method, subject, achievement, CAST(sum(indicators) AS BIGINT) AS indicators
           FROM {achievement_cell}
           GROUP BY dataset, year, method, subject, achievement""",
        ("achievement_cell",),
        (*YEAR, "achievement"),
        department=False,
        # not by way of the departments' cells: eight times as many groups, and texts compared for nothing here
        rows="""SELECT year, achievement, count(*) AS indicators
            FROM indicator WHERE NOT sub_row AND method IS NOT NULL GROUP BY year, achievement""",
    ),
    "spread_cell": Cell(SPREAD_CELL, ("evaluation",), kinds=True, rows=SPREAD_ROWS),
} | {
    name: Cell(
        made.sql, ("evaluation",), () if made.named else tuple(made.keys),
        "department_code" in made.keys, made.kinds, made.rows,
    )
    for name, made in EVALUATION_CELLS.items()
}  # fmt: skip
