"""Departments that people mapped to one name: their rows carry that name and its code, and can be given back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from evalcore.model import Evaluation
from evalcore.store.changed import mark_changed
from evalcore.store.identity import project_key

TABLES = (
    "stored_evaluation", "stored_listing", "stored_approved_target", "stored_review_record",
    "stored_rectification", "stored_next_budget", "stored_payment",
)  # fmt: skip


def settled(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Printed name → the name it ends at: a later word wins, chains are followed, a name for itself undoes.

    [("甲", "乙"), ("乙", "丙")] → both end at 丙; then ("丙", "甲") makes all three 甲.
    """
    steps: dict[str, str] = {}
    for printed, name in said:
        if printed in _chain(steps, name):  # the other way round was said before
            steps[name] = name
        steps[printed] = name
    return {printed: _chain(steps, printed)[-1] for printed in steps}


def mapped_departments(connection: duckdb.DuckDBPyConnection, dataset: str) -> dict[str, str]:
    """Printed department name → the name people mapped it to, as the draft's journal has it."""
    said = connection.execute(
        """SELECT subject, json_extract_string(value, '$.name') FROM stored_entry
           WHERE kind = 'department' AND dataset = ? ORDER BY number NULLS FIRST, entered_at, entry_id""",
        [dataset],
    ).fetchall()
    return settled(said)


class Names:
    """What a department is called, for the identity of its projects: one project under both names is one evaluation.

    mapped: printed folded name → name, beside what the journal has (a preview's, not said yet).
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, dataset: str, mapped: Mapping[str, str] | None = None
    ) -> None:
        self.connection, self.dataset = connection, dataset
        self.ends = mapped_departments(connection, dataset) | dict(mapped or {})
        self.foreseen = bool(mapped)

    def key(self, evaluation: Evaluation, department: str) -> str:
        """The project's key under the name its department ends at.

        In a preview, what is stored under another name that will end there is that project: it takes the key along.
        """
        name = self.ends.get(department, department)
        key = project_key(evaluation, name)
        if self.foreseen and not self._stored(key):
            others = [printed for printed, end in self.ends.items() if end == name]
            keys = [project_key(evaluation, other) for other in others]
            return next((other for other in keys if self._stored(other)), key)
        return key

    def _stored(self, key: str) -> bool:
        given = [self.dataset, key]
        found = self.connection.execute(
            "SELECT 1 FROM stored_evaluation WHERE dataset = ? AND project_key = ? LIMIT 1", given
        )
        return bool(found.fetchall())


def _chain(steps: dict[str, str], name: str) -> list[str]:
    """The names from this one to where it ends; there are no circles, see settled."""
    chain = [name]
    while steps.get(chain[-1], chain[-1]) != chain[-1]:
        chain.append(steps[chain[-1]])
    return chain


def rename_departments(connection: duckdb.DuckDBPyConnection, said: Iterable[tuple[str, str, str]]) -> None:
    """Make (dataset, printed folded name, name) true everywhere; the form as printed stays (ids: see alias.py)."""
    by_dataset: dict[str, list[tuple[str, str]]] = {}
    for dataset, printed, name in said:
        by_dataset.setdefault(dataset, []).append((printed, name))
    for dataset, pairs in by_dataset.items():
        ends = settled(pairs)
        codes = dict(
            connection.execute(
                """SELECT name, min(code) FROM stored_department WHERE dataset = ? GROUP BY name""", [dataset]
            ).fetchall()
        )
        given = [dataset, list(ends), list(ends.values()), [codes.get(name, name) for name in ends.values()]]
        for table in TABLES[1:]:
            connection.execute(_RENAME.format(table=table), given)
        touched = connection.execute(
            f"{_RENAME.format(table=TABLES[0])} RETURNING {TABLES[0]}.evaluation_id", given
        ).fetchall()
        if touched:
            mark_changed(connection, {row[0] for row in touched})
            _follow(connection, dataset)


_RENAME = """
    UPDATE {table} SET department = n.name, department_code = n.code,
        printed_department = coalesce({table}.printed_department, {table}.department)
    FROM (SELECT ?::VARCHAR AS dataset, unnest(?::VARCHAR[]) AS printed,
                 unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS code) n
    WHERE {table}.dataset = n.dataset AND {table}.department <> n.name
      AND coalesce({table}.printed_department, {table}.department) = n.printed"""


def _follow(connection: duckdb.DuckDBPyConnection, dataset: str) -> None:
    """Rows that repeat their evaluation's department take it on."""
    for table in ("stored_indicator", "stored_finding"):
        connection.execute(
            f"""UPDATE {table} SET department_code = e.department_code FROM stored_evaluation e
                WHERE e.evaluation_id = {table}.evaluation_id AND e.dataset = ?
                  AND e.printed_department IS NOT NULL AND e.department_code <> {table}.department_code""",
            [dataset],
        )
