"""Whole numbers for what is joined, and what else is read off a row once: evaluations and projects are known by text, and joined by number.

At a million evaluations joining by a text of sixteen signs takes four times as long, and comparing a target with its
actual as well. A row is given all this in the draft that first holds it; what already has it is left alone.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from evalcore.store.schema import migrations

_SCHEMAS = (13, 21)  # the schema files that add them; they change nothing where they are
_OF_EVALUATION = "LEFT JOIN stored_evaluation AS n ON n.evaluation_id = t.evaluation_id"
_WITH_KIND = {"evaluation_number": "number", "method": "method", "subject": "subject"}
# the evaluations $numbers, as numbers_of finds them
OF_NUMBERS = "number IN (SELECT unnest($numbers::INTEGER[]))"
# the rows of evaluations $ids in a table that repeats their number ($numbers): those that have it, and those of this draft
ROWS_OF = (
    "evaluation_number IN (SELECT unnest($numbers::INTEGER[]))",
    "evaluation_number IS NULL AND evaluation_id IN (SELECT unnest($ids::VARCHAR[]))",
)
# table → where its numbers come from (t: its own rows), and its columns with the column each repeats
REPEATING: dict[str, tuple[str, dict[str, str]]] = {
    "stored_indicator": (_OF_EVALUATION, _WITH_KIND),
    "stored_finding": (_OF_EVALUATION, _WITH_KIND),
    "stored_movement": (_OF_EVALUATION, {"evaluation_number": "number"}),
    "stored_listing": (
        "LEFT JOIN stored_project AS n ON n.dataset = t.dataset AND n.project_key = t.project_key",
        {"project_number": "project_number"},
    ),
}
# of an indicator: the actual is the target's own words, comparison included
COPIED = """coalesce(target = actual AND (target LIKE '≥%' OR target LIKE '≤%' OR target LIKE '>%' OR target LIKE '<%'), FALSE)"""
_BESIDE = ("stored_rectification", "stored_next_budget")  # few rows, numbered by project too


# the first four signs of an id as a number: ids are found among a million without comparing text
SHELF = " + ".join(
    f"ascii(substr(evaluation_id, {place}, 1)) % 128 * {128 ** (4 - place)}" for place in range(1, 5)
)
# the keys of evaluations $ids; concat keeps all texts from being looked through before the numbers are
ON_SHELVES = f"""shelf IN (SELECT {SHELF} FROM (SELECT unnest($ids::VARCHAR[]) AS evaluation_id) AS asked)
    AND concat(evaluation_id, '') IN (SELECT unnest($ids::VARCHAR[]))"""


def add_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """The columns and tables that numbers stand in, where an older file lacks them."""
    for number in _SCHEMAS:
        connection.execute(dict(migrations())[number])


def settle_numbers(connection: duckdb.DuckDBPyConnection, *, around: bool = False) -> None:
    """Give every row without them its numbers, inside the caller's transaction, and bring project pairs up to date.

    around: only the evaluations in table touched_evaluation (touched.py) may need it; they are then in table numbered.
    """
    number_evaluations(connection)
    if around:
        touched = [
            row[0] for row in connection.execute("SELECT evaluation_id FROM touched_evaluation").fetchall()
        ]
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE numbered AS
               SELECT evaluation_id, number, project_number, year, dataset, department_code, method, subject
               FROM stored_evaluation WHERE {OF_NUMBERS}""",
            {"numbers": numbers_of(connection, touched)},
        )
    for table, (joined, columns) in REPEATING.items():
        given = next(iter(columns))
        sets = ", ".join(f"{name} = n.{of}" for name, of in columns.items())
        source, _, condition = joined.removeprefix("LEFT JOIN ").partition(" ON ")
        if around and joined == _OF_EVALUATION:
            source = "numbered AS n"
        same = condition.replace("t.", f"{table}.")
        connection.execute(
            f"UPDATE {table} SET {sets} FROM {source} WHERE {table}.{given} IS NULL AND {same}"
        )
    connection.execute(f"UPDATE stored_indicator SET copied = {COPIED} WHERE copied IS NULL")
    for table in _BESIDE:
        connection.execute(
            f"""UPDATE {table} SET project_number = n.project_number FROM stored_project AS n
                WHERE {table}.project_number IS NULL AND n.dataset = {table}.dataset AND n.project_key = {table}.project_key"""
        )
    _pairs(connection, around)
    _keys(connection, around)
    _listed(connection, around)


def numbers_of(connection: duckdb.DuckDBPyConnection, ids: Collection[str]) -> list[int]:
    """The numbers of the evaluations of these ids; one that is new in this draft is given its number now.

    Looking for a hundred ids among the texts of a million takes three times as long, and a load asks a dozen times.
    """
    number_evaluations(connection)
    _fill_shelves(connection)
    rows = connection.execute(
        f"""SELECT number FROM stored_evaluation_key WHERE {ON_SHELVES}
            UNION SELECT number FROM stored_evaluation
            WHERE number > (SELECT coalesce(max(number), 0) FROM stored_evaluation_key)
              AND evaluation_id IN (SELECT unnest($ids::VARCHAR[]))""",
        {"ids": sorted(ids)},
    ).fetchall()
    return sorted(row[0] for row in rows)


def own_rows(
    connection: duckdb.DuckDBPyConnection, ids: Collection[str]
) -> list[tuple[str, dict[str, object]]]:
    """Each of ROWS_OF with its parameters."""
    given: tuple[dict[str, object], ...] = ({"numbers": numbers_of(connection, ids)}, {"ids": sorted(ids)})
    return list(zip(ROWS_OF, given, strict=True))


def _fill_shelves(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"UPDATE stored_evaluation_key SET shelf = {SHELF} WHERE shelf IS NULL")


def _keys(connection: duckdb.DuckDBPyConnection, around: bool) -> None:
    """Where each evaluation is found by its id: what is new is put behind, in order; compacting orders all."""
    same = "k.number = e.number AND k.department_code = e.department_code"
    gone = f"""SELECT k.number FROM stored_evaluation_key AS k LEFT JOIN stored_evaluation AS e ON {same}
        WHERE e.number IS NULL"""
    fresh = f"""SELECT e.evaluation_id, e.number, e.dataset, e.department_code
        FROM stored_evaluation AS e LEFT JOIN stored_evaluation_key AS k ON {same} WHERE k.number IS NULL"""
    if around:
        gone = "SELECT was FROM touched_evaluation"
        fresh = "SELECT evaluation_id, number, dataset, department_code FROM numbered"
    connection.execute(f"DELETE FROM stored_evaluation_key WHERE number IN ({gone})")
    connection.execute(
        f"INSERT INTO stored_evaluation_key SELECT *, {SHELF} FROM ({fresh}) AS f ORDER BY evaluation_id"
    )
    _fill_shelves(connection)


def _listed(connection: duckdb.DuckDBPyConnection, around: bool) -> None:
    """Numbers of the lines of project lists, and whether their project was evaluated in their year."""
    connection.execute(
        """UPDATE stored_listing SET number = n.number
           FROM (
               SELECT l.rowid AS at, m.last + row_number() OVER (ORDER BY l.dataset, l.year, l.department_code, l.project_key) AS number
               FROM stored_listing AS l CROSS JOIN (SELECT coalesce(max(number), 0) AS last FROM stored_listing) AS m
               WHERE l.number IS NULL
           ) AS n
           WHERE stored_listing.rowid = n.at"""
    )
    asked, evaluated = "stored_listing", "stored_evaluation"
    if around:
        projects = """SELECT project_number FROM numbered UNION ALL
            SELECT project_number FROM before.stored_evaluation WHERE number IN (SELECT was FROM touched_evaluation)"""
        asked = f"""(
            SELECT rowid, project_number, year, evaluated FROM stored_listing WHERE evaluated IS NULL UNION ALL
            SELECT rowid, project_number, year, evaluated FROM stored_listing
            WHERE evaluated IS NOT NULL AND project_number IN ({projects}))"""
        evaluated = f"stored_evaluation WHERE project_number IN (SELECT project_number FROM {asked})"
    connection.execute(
        f"""UPDATE stored_listing SET evaluated = n.evaluated
           FROM (
               SELECT l.rowid AS at, d.year IS NOT NULL AS evaluated
               FROM {asked} AS l LEFT JOIN (SELECT DISTINCT project_number, year FROM {evaluated}) AS d
                   ON d.project_number = l.project_number AND d.year = l.year
               WHERE l.evaluated IS DISTINCT FROM (d.year IS NOT NULL)
           ) AS n
           WHERE stored_listing.rowid = n.at"""
    )


def number_evaluations(connection: duckdb.DuckDBPyConnection) -> None:
    """Numbers of evaluations and projects, and which evaluations are the only ones of their project's year."""
    run = connection.execute
    run(
        """CREATE OR REPLACE TEMP TABLE fresh AS
           SELECT dataset, project_key FROM stored_evaluation WHERE project_number IS NULL"""
    )
    ((count,),) = run("SELECT count(*) FROM fresh").fetchall()
    if not count:
        return
    run(
        """INSERT INTO stored_project
           SELECT f.dataset, f.project_key, m.last + row_number() OVER (ORDER BY f.dataset, f.project_key)
           FROM (SELECT DISTINCT dataset, project_key FROM fresh) AS f
           ANTI JOIN stored_project AS p ON p.dataset = f.dataset AND p.project_key = f.project_key
           CROSS JOIN (SELECT coalesce(max(project_number), 0) AS last FROM stored_project) AS m"""
    )
    run(
        """UPDATE stored_evaluation SET number = coalesce(stored_evaluation.number, n.number), project_number = n.project_number
           FROM (
               SELECT e.rowid AS at, p.project_number, m.last + row_number() OVER (ORDER BY e.rowid) AS number
               FROM stored_evaluation AS e
               JOIN stored_project AS p ON p.dataset = e.dataset AND p.project_key = e.project_key
               -- what this draft replaced still stands among the keys: its number is not given again
               CROSS JOIN (SELECT coalesce(max(number), 0) AS last FROM (
                   SELECT number FROM stored_evaluation UNION ALL SELECT number FROM stored_evaluation_key) AS given) AS m
               WHERE e.project_number IS NULL
           ) AS n
           WHERE stored_evaluation.rowid = n.at"""
    )
    run(
        """UPDATE stored_evaluation SET alone = n.alone
           FROM (
               SELECT project_number, year, count(*) = 1 AS alone FROM stored_evaluation
               WHERE project_number IN (SELECT project_number FROM stored_evaluation WHERE alone IS NULL)
               GROUP BY project_number, year
           ) AS n
           WHERE stored_evaluation.project_number = n.project_number AND stored_evaluation.year = n.year
             AND stored_evaluation.alone IS DISTINCT FROM n.alone"""
    )


def _pairs(connection: duckdb.DuckDBPyConnection, around: bool) -> None:
    """Links between projects that have evaluations, by number; written only where they changed: pair_changed."""
    run = connection.execute
    of = ""
    if around:  # links that are new or gone, and those of the touched projects
        run(
            """CREATE OR REPLACE TEMP TABLE key_touched AS
               SELECT project_key AS key FROM stored_project WHERE project_number IN (
                   SELECT project_number FROM numbered UNION ALL
                   SELECT project_number FROM before.stored_evaluation WHERE number IN (SELECT was FROM touched_evaluation))
               UNION
               SELECT unnest([from_key, to_key]) FROM (
                   SELECT from_key, to_key FROM (
                       SELECT from_key, to_key, hash(year, kind, status) AS mark, 1 AS sign FROM stored_project_link UNION ALL
                       SELECT from_key, to_key, hash(year, kind, status), -1 FROM before.stored_project_link) AS sides
                   GROUP BY from_key, to_key, mark HAVING sum(sign) <> 0)"""
        )
        of = "WHERE from_key IN (SELECT key FROM key_touched) OR to_key IN (SELECT key FROM key_touched)"
    run(f"CREATE OR REPLACE TEMP TABLE link_now AS SELECT * FROM stored_project_link {of}")
    # one project at a time, as tables of their own: joined at once, the two were tried against each other first, all
    # of a dataset with all of it
    for side in ("from", "to"):
        run(
            f"""CREATE OR REPLACE TEMP TABLE {side}_now AS
                SELECT k.{side}_key AS key, p.dataset, p.project_number
                FROM (SELECT DISTINCT {side}_key FROM link_now) AS k
                JOIN stored_project AS p ON p.project_key = k.{side}_key
                WHERE p.project_number IN (SELECT project_number FROM stored_evaluation)"""
        )
    run(
        """CREATE OR REPLACE TEMP TABLE pair_now AS
           SELECT k.dataset, k.from_number, t.project_number AS to_number, k.from_key, k.to_key, k.year, k.kind, k.status
           FROM (
               SELECT l.*, f.dataset, f.project_number AS from_number, l.to_key || chr(31) || f.dataset AS other
               FROM link_now AS l JOIN from_now AS f ON f.key = l.from_key
           ) AS k JOIN (SELECT *, key || chr(31) || dataset AS other FROM to_now) AS t ON t.other = k.other"""
    )
    run(f"CREATE OR REPLACE TEMP TABLE pair_was AS SELECT * FROM stored_project_pair {of}")
    run(
        """CREATE OR REPLACE TEMP TABLE pair_changed AS
           SELECT dataset, year, unnest([from_number, to_number]) AS number FROM (
               (SELECT * FROM pair_now EXCEPT ALL SELECT * FROM pair_was) UNION ALL
               (SELECT * FROM pair_was EXCEPT ALL SELECT * FROM pair_now)) AS other"""
    )
    ((other,),) = run("SELECT count(*) FROM pair_changed").fetchall()
    if other:
        run(f"DELETE FROM stored_project_pair {of}")
        run(
            "INSERT INTO stored_project_pair SELECT * FROM pair_now ORDER BY dataset, year, from_number, to_number"
        )
    for table in ("link_now", "from_now", "to_now", "pair_now", "pair_was"):
        run(f"DROP TABLE {table}")
