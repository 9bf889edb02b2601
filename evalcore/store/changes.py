"""How an evaluation stands to the one before it: pairs of two years next to each other, made once instead of at every question.

A pair is one method's form of a project in both years, of the project or the one it became (project links); what has no
partner stands alone. Which pairs there are is a fact of the data: what a reader has chosen only leaves out sides of them.
"""

from __future__ import annotations

import duckdb

from evalcore.scoring.level import LEVELS

_SCORES = ("self_score", "review_score", "recomputed", "self_grade", "review_grade", "recomputed_grade")
SIDES = (
    "number",
    "subject",
    "budget_annual",
    "executed",
    *_SCORES,
)  # columns of each side: NAME_before, NAME_now
LOST = tuple(f"{level}_{part}_lost" for level in LEVELS for part in ("self", "recomputed"))
_LOSSES = ", ".join(
    f"e.{level}_points - e.{level}_{part} AS {level}_{part}_lost"
    for level in LEVELS
    for part in ("self", "recomputed")
)
_ROW = f"""e.dataset, e.year, e.project_number, e.method, e.department_code, e.department, e.rule_set, e.number, e.subject,
    e.budget_annual, e.executed, {", ".join(f"e.{name}" for name in _SCORES)}, {_LOSSES}"""
# what pairs are made of: an evaluation in which none of it changed stands in the pairs it stood in
READ = f"""dataset, year, project_number, method, department_code, department, rule_set, alone, copy, evaluation_id,
    {", ".join(SIDES)}, {", ".join(f"{level}_{of}" for level in LEVELS for of in ("points", "self", "recomputed"))}"""
_BOTH = ", ".join(f"a.{name} AS {name}_before, b.{name} AS {name}_now" for name in SIDES)
_WON = ", ".join(f"coalesce(a.{name}, 0) - coalesce(b.{name}, 0) AS {name}" for name in LOST)

# {evaluation}: the rows of both years; {years}: (dataset, before, year), {project_link}: links that are not refused
CHANGE = f"""WITH years AS ({{years}}),
    placed AS (
        -- most projects have one form a year; only the others are numbered
        SELECT {_ROW}, 1 AS form_number FROM {{evaluation}} AS e WHERE e.alone
        UNION ALL
        SELECT {_ROW},
            row_number() OVER (
                PARTITION BY e.project_number, e.method, e.year
                ORDER BY e.copy ASC NULLS LAST, e.evaluation_id ASC NULLS LAST
            ) AS form_number
        FROM {{evaluation}} AS e WHERE NOT e.alone
    ),
    -- a link counts where the older project has ended and the newer one has begun, and where it is the only one of both
    named AS (
        SELECT y.dataset, y.year, k.to_number, k.from_number, k.kind, k.status,
            row_number() OVER (PARTITION BY y.dataset, y.year, k.to_key ORDER BY k.from_key ASC NULLS LAST) AS of_later,
            row_number() OVER (PARTITION BY y.dataset, y.year, k.from_key ORDER BY k.to_key ASC NULLS LAST) AS of_earlier
        FROM {{project_link}} AS k JOIN years AS y ON y.dataset = k.dataset AND k.year > y.before AND k.year <= y.year
        WHERE NOT EXISTS (SELECT 1 FROM placed AS o WHERE o.year = y.year AND o.project_number = k.from_number)
          AND NOT EXISTS (SELECT 1 FROM placed AS o WHERE o.year = y.before AND o.project_number = k.to_number)
    ),
    linked AS (
        SELECT dataset, year, to_number, from_number, kind, status FROM named WHERE of_later = 1 AND of_earlier = 1
    ),
    later AS (
        SELECT m.*, y.before, coalesce(k.from_number, m.project_number) AS key, k.kind, k.status
        FROM placed AS m
        JOIN years AS y ON y.dataset = m.dataset AND y.year = m.year
        LEFT JOIN linked AS k ON k.dataset = m.dataset AND k.year = m.year AND k.to_number = m.project_number
    ),
    earlier AS (
        SELECT m.*, y.year AS following FROM placed AS m JOIN years AS y ON y.dataset = m.dataset AND y.before = m.year
    )
    SELECT
        coalesce(b.dataset, a.dataset) AS dataset, coalesce(b.year, a.following) AS year,
        coalesce(b.before, a.year) AS before, coalesce(b.method, a.method) AS method,
        a.project_number AS project_before, b.project_number AS project_now,
        CASE WHEN a.number IS NOT NULL THEN b.kind END AS kind, CASE WHEN a.number IS NOT NULL THEN b.status END AS status,
        coalesce(b.kind = '承接', FALSE) OR coalesce(a.department_code <> b.department_code
            AND a.department <> '（未填）' AND b.department <> '（未填）', FALSE) AS moved,
        coalesce(a.rule_set <> b.rule_set, FALSE) AS ruled,
        {_BOTH}, {_WON}
    FROM earlier AS a
    FULL OUTER JOIN later AS b
        ON b.dataset = a.dataset AND b.year = a.following AND b.key = a.project_number AND b.method = a.method
        AND b.form_number = a.form_number"""
_YEARS = """SELECT dataset, lag(year) OVER (PARTITION BY dataset ORDER BY year) AS before, year
    FROM (SELECT DISTINCT dataset, year FROM stored_evaluation WHERE year > 0) AS given"""
_EITHER = "(project_before IN (SELECT number FROM touched_project) OR project_now IN (SELECT number FROM touched_project))"


def refresh_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the pairs of projects again that changed places or links hold, inside the caller's transaction.

    Needs the temporary tables row_changed (derived.py) and pair_changed (numbers.py).
    """
    run = connection.execute
    now = {row for row in run(_YEARS).fetchall() if row[1] is not None}
    had = set(run("SELECT DISTINCT dataset, before, year FROM stored_change").fetchall())
    for dataset, before, year in sorted(had - now):
        run(
            "DELETE FROM stored_change WHERE dataset = ? AND before = ? AND year = ?", [dataset, before, year]
        )
    moved = set(run("SELECT DISTINCT dataset, year FROM row_changed").fetchall())
    relinked = run("SELECT DISTINCT dataset, year FROM pair_changed").fetchall()
    for dataset, before, year in sorted(now):
        if (dataset, before, year) not in had:
            run(
                "CREATE OR REPLACE TEMP TABLE touched_project AS SELECT project_number AS number FROM stored_project"
            )
            _make_again(connection, dataset, before, year)
        elif {(dataset, before), (dataset, year)} & moved or any(
            of == dataset and before < when <= year for of, when in relinked
        ):
            _touch(connection, dataset, before, year)
            _make_again(connection, dataset, before, year)
    run("DROP TABLE IF EXISTS touched_project")


def _touch(connection: duckdb.DuckDBPyConnection, dataset: str, before: int, year: int) -> None:
    """The projects of these two years whose pairs may have changed: touched_project (number)."""
    run = connection.execute
    run(
        """CREATE OR REPLACE TEMP TABLE touched_project AS
           SELECT project_number AS number FROM stored_evaluation
           WHERE dataset = $dataset AND year IN ($before, $year) AND number IN (SELECT number FROM row_changed)
           UNION SELECT number FROM pair_changed WHERE dataset = $dataset
           UNION
           SELECT unnest([project_before, project_now]) AS number FROM stored_change AS c
           LEFT JOIN (SELECT number FROM stored_evaluation WHERE dataset = $dataset AND year = $before) AS a
               ON a.number = c.number_before
           LEFT JOIN (SELECT number FROM stored_evaluation WHERE dataset = $dataset AND year = $year) AS b
               ON b.number = c.number_now
           WHERE c.dataset = $dataset AND c.before = $before AND c.year = $year AND (
               (c.number_before IS NOT NULL AND a.number IS NULL) OR (c.number_now IS NOT NULL AND b.number IS NULL)
               OR c.number_before IN (SELECT number FROM row_changed) OR c.number_now IN (SELECT number FROM row_changed))""",
        {"dataset": dataset, "before": before, "year": year},
    )
    for _ in range(2):  # whether one link counts decides whether another of the same project does
        run(
            """INSERT INTO touched_project
               SELECT other FROM (
                   SELECT to_number AS other FROM stored_project_pair WHERE from_number IN (SELECT number FROM touched_project)
                   UNION SELECT from_number FROM stored_project_pair WHERE to_number IN (SELECT number FROM touched_project)
               ) AS linked WHERE other NOT IN (SELECT number FROM touched_project WHERE number IS NOT NULL)"""
        )


def _make_again(connection: duckdb.DuckDBPyConnection, dataset: str, before: int, year: int) -> None:
    """The pairs of these two years in which a touched project stands."""
    at = {"dataset": dataset, "before": before, "year": year}
    connection.execute(
        f"DELETE FROM stored_change WHERE dataset = $dataset AND before = $before AND year = $year AND {_EITHER}",
        at,
    )
    # what a touched project is linked to is read too: it may be the other side
    made = CHANGE.format(
        years="SELECT CAST($dataset AS VARCHAR) AS dataset, CAST($before AS INTEGER) AS before, CAST($year AS INTEGER) AS year",
        evaluation="near",
        project_link="(SELECT * FROM stored_project_pair WHERE status <> '不认可' AND dataset = $dataset)",
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE near AS
           SELECT {READ} FROM stored_evaluation WHERE dataset = $dataset AND year IN ($before, $year)
             AND project_number IN (
                 SELECT number FROM touched_project
                 UNION SELECT to_number FROM stored_project_pair WHERE from_number IN (SELECT number FROM touched_project)
                 UNION SELECT from_number FROM stored_project_pair WHERE to_number IN (SELECT number FROM touched_project))""",
        at,
    )
    connection.execute(
        f"INSERT INTO stored_change SELECT * FROM ({made}) AS made WHERE {_EITHER} ORDER BY method", at
    )
    connection.execute("DROP TABLE near")
