"""Findings in a draft: their ids, those across evaluations replaced, and how many each evaluation has."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import duckdb

from evalcore.model import Finding, Severity
from evalcore.store.batch import insert
from evalcore.store.changed import mark_changed
from evalcore.store.numbers import OF_NUMBERS, ROWS_OF, numbers_of, own_rows
from evalcore.store.row import Row
from evalcore.store.rows import finding_row

# what makes a finding the same one; its status people say
_CONTENT = (
    "finding_id", "department_code", "year", "position", "code", "severity", "scope", "message", "numbers", "place",
    "basis",
)  # fmt: skip


def finding_id(*parts: object) -> str:
    """Stable over versions, so that what people say about a finding can be found again."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:16]


def write_findings(
    connection: duckdb.DuckDBPyConnection,
    findings: Iterable[tuple[Finding, str | None, str | None, int | None]],
    *,
    dataset: str,
    about: Collection[str] | None = None,
    departments: Collection[tuple[str, int]] | None = None,
) -> int:
    """Replace this dataset's findings across: (finding, evaluation_id, department_code, year) rows.

    about, departments: replace only those of these evaluations and these (department_code, year).
    A finding with an evaluation_id takes year and department from it. One that is stored just so stays, with the
    status people gave it, and its evaluation counts as untouched. Returns how many there are now.
    """
    said = list(findings)
    known = {
        row[0]: (row[1], row[2])
        for row in connection.execute(
            f"SELECT evaluation_id, department_code, year FROM stored_evaluation WHERE {OF_NUMBERS}",
            {"numbers": numbers_of(connection, {owner for _, owner, _, _ in said if owner is not None})},
        ).fetchall()
    }
    rows: list[Row] = []
    seen: dict[tuple[object, ...], int] = defaultdict(int)
    for finding, owner, department, year in said:
        if owner is not None:
            department, year = known[owner]
        stem = (finding.code, owner, department, year, finding.indicator)
        seen[stem] += 1
        rows.append(
            finding_row(finding)
            | {
                "finding_id": finding_id(dataset, "across", *stem, seen[stem]),
                "dataset": dataset,
                "evaluation_id": owner,
                "department_code": department,
                "year": year,
                "origin": "across",
            }
        )
    wanted = {tuple(row.get(column) for column in _CONTENT): row for row in rows}
    gone = []
    for place, owner, content in _stored(connection, dataset, about, departments):
        if wanted.pop(content, None) is None:
            gone.append((place, owner))
    if gone:
        connection.execute(
            "DELETE FROM stored_finding WHERE rowid IN (SELECT unnest(?::BIGINT[]))",
            [[place for place, _ in gone]],
        )
    insert(connection, "stored_finding", list(wanted.values()))
    owners = {owner for _, owner in gone} | {row["evaluation_id"] for row in wanted.values()}
    mark_changed(connection, {owner for owner in owners if owner is not None})
    _count_findings(connection, dataset, about if departments is not None else None)
    return len(rows)


def _stored(
    connection: duckdb.DuckDBPyConnection,
    dataset: str,
    about: Collection[str] | None,
    departments: Collection[tuple[str, int]] | None,
) -> list[tuple[int, str | None, tuple[object, ...]]]:
    """The findings across that are to be replaced: rowid, evaluation and content."""
    across = f"""SELECT rowid, evaluation_id, {", ".join(_CONTENT)} FROM stored_finding
        WHERE dataset = $dataset AND origin = 'across'"""
    found: list[tuple[Any, ...]] = []
    if about is None or departments is None:
        found = connection.execute(across, {"dataset": dataset}).fetchall()
    else:
        for rows, own in own_rows(connection, about):
            found += connection.execute(f"{across} AND {rows}", own | {"dataset": dataset}).fetchall()
        found += connection.execute(
            f"""{across} AND evaluation_id IS NULL
                AND department_code || ' ' || year IN (SELECT unnest($places::VARCHAR[]))""",
            {"dataset": dataset, "places": [f"{code} {year}" for code, year in sorted(departments)]},
        ).fetchall()
    return [(row[0], row[1], row[2:]) for row in found]


def _count_findings(
    connection: duckdb.DuckDBPyConnection, dataset: str, about: Collection[str] | None
) -> None:
    """Findings across projects count on the evaluation they point at. about: only on these; None: on all."""
    sums = ", ".join(f"finding_{severity.value} = coalesce(n.{severity.value}, 0)" for severity in Severity)
    counts = ", ".join(
        f"count(*) FILTER (severity = '{severity.value}') AS {severity.value}" for severity in Severity
    )
    same = " AND ".join(
        f"e.finding_{severity.value} = coalesce(f.{severity.value}, 0)" for severity in Severity
    )
    given: dict[str, object] = {"dataset": dataset}
    of, counted = "", "stored_finding"
    if about is not None:
        for _, own in own_rows(connection, about):
            given |= own
        of = f"e.{OF_NUMBERS} AND"
        columns = "evaluation_id, dataset, severity"
        rows = " UNION ALL ".join(f"SELECT {columns} FROM stored_finding WHERE {rows}" for rows in ROWS_OF)
        counted = f"({rows}) AS own"
    columns = ", ".join(f"coalesce(f.{severity.value}, 0)" for severity in Severity)
    wrong = connection.execute(
        f"""SELECT e.evaluation_id, e.number, {columns} FROM stored_evaluation e
            LEFT JOIN (SELECT evaluation_id, {counts} FROM {counted} WHERE dataset = $dataset GROUP BY evaluation_id) f
                   ON f.evaluation_id = e.evaluation_id
            WHERE {of} e.dataset = $dataset AND NOT ({same})""",
        given,
    ).fetchall()  # looked up first: UPDATE … RETURNING would read every column of every row
    ids = [row[0] for row in wrong]
    if wrong:
        connection.execute(
            f"""UPDATE stored_evaluation SET {sums} FROM (
                    SELECT unnest(?::INTEGER[]) AS number, {", ".join(f"unnest(?::BIGINT[]) AS {s.value}" for s in Severity)}
                ) n WHERE stored_evaluation.number = n.number""",
            [list(column) for column in zip(*(row[1:] for row in wrong), strict=True)],
        )
    mark_changed(connection, ids)
